package dev.demist.server.models;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.file.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether two machines have the same files of a model: the digest of their names and sizes, and of samples of their
 * contents. Weights of many gigabytes are not read in full; those that were trained on differ nearly everywhere.
 */
final class Fingerprint {

    private static final int SAMPLES = 8;
    private static final int SAMPLE_BYTES = 16 * 1024;
    private static final Set<String> ENDINGS = Set.of("json", "txt", "safetensors", "bin", "ckpt", "pt", "model");

    private Fingerprint() {}

    /** Blocks. */
    static String of(Checkpoint checkpoint) {
        TreeMap<String, Path> places = new TreeMap<>(checkpoint.parts());
        places.put("", checkpoint.path());
        List<byte[]> contents = new ArrayList<>();
        try {
            for (var place : places.entrySet()) {
                for (Path file : files(place.getValue())) {
                    contents.add(text(place.getKey() + "/" + place.getValue().relativize(file)));
                    sample(file, contents);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, checkpoint.path() + ": its files cannot be read: " + e.getMessage(), e);
        }
        return Sha256.of(contents);
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(file -> Files.isRegularFile(file) && ENDINGS.contains(ending(file)))
                    .sorted()
                    .toList();
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void sample(Path file, List<byte[]> into) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            into.add(text("=" + length));
            long apart = Math.max(SAMPLE_BYTES, (length - SAMPLE_BYTES) / (SAMPLES - 1));
            for (long at = 0; at < length; at += apart) {
                byte[] sample = new byte[(int) Math.min(SAMPLE_BYTES, length - at)];
                in.seek(at);
                in.readFully(sample);
                into.add(sample);
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
