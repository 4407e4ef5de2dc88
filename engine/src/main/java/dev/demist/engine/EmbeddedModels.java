package dev.demist.engine;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.file.AtomicFile;
import dev.demist.internal.file.FileVersion;
import dev.demist.internal.file.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models on the class path. Each jar lists its files in {@value #SUMS}, as {@code sha256sum} prints it:
 * {@code <SHA-256> <model>/<path>}. Thread-safe, also between processes that share a cache folder.
 */
public final class EmbeddedModels {

    private static final String ROOT = "dev/demist/models/";
    private static final String SUMS = ROOT + "SHA256SUMS";

    private final ClassLoader loader;
    /** Model name -> path within the model -> SHA-256 in hexadecimal. */
    private final Map<String, Map<String, String>> models;
    /**
     * The files that were found to be whole, as they were then: reading 50 MB takes longer than what it is asked for.
     */
    private final Map<Path, FileVersion> whole = new ConcurrentHashMap<>();

    private EmbeddedModels(ClassLoader loader, Map<String, Map<String, String>> models) {
        this.loader = loader;
        this.models = models;
    }

    /**
     * Finds the models that a class loader sees.
     *
     * @throws DemistException STORAGE_FAILED if a list cannot be read
     */
    public static EmbeddedModels load(ClassLoader loader) {
        Map<String, Map<String, String>> models = new LinkedHashMap<>();
        try {
            for (URL list : Collections.list(loader.getResources(SUMS))) {
                try (var lines = new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(line -> add(models, line));
                }
            }
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, SUMS + ": cannot be read: " + e.getMessage(), e);
        }
        return new EmbeddedModels(loader, models);
    }

    private static void add(Map<String, Map<String, String>> models, String line) {
        String[] columns = line.split("  ", 2);
        String[] place = columns[1].split("/", 2);
        models.computeIfAbsent(place[0], name -> new TreeMap<>()).putIfAbsent(place[1], columns[0]);
    }

    /** The models' names, in the order of the lists. */
    public List<String> names() {
        return List.copyOf(models.keySet());
    }

    /**
     * The folder of an unpacked model. Unpacks what is missing or damaged; files that are there and whole stay as they
     * are, and are read again only once they have changed.
     *
     * @param name one of {@link #names}
     * @param cache where unpacked models lie; made if missing
     * @throws DemistException UNKNOWN_MODEL, CORRUPT_FILE if the jar itself is damaged, STORAGE_FAILED
     */
    public Path unpack(String name, Path cache) {
        Map<String, String> files = models.get(name);
        if (files == null) {
            throw new DemistException(
                    ErrorCode.UNKNOWN_MODEL, "model: " + name + " is not embedded; embedded: " + names());
        }
        try {
            Files.createDirectories(cache);
            unpackLocked(name, files, cache);
            return cache.resolve(name);
        } catch (IOException | UncheckedIOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, cache + ": " + name + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /** One thread of this process, then one process: a file lock does not keep threads apart. */
    private void unpackLocked(String name, Map<String, String> files, Path cache) throws IOException {
        synchronized (EmbeddedModels.class) {
            Path lockFile = cache.resolve(name + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                for (var file : files.entrySet()) {
                    unpackFile(name + "/" + file.getKey(), file.getValue(), cache);
                }
            }
        }
    }

    private void unpackFile(String resource, String sha256, Path cache) throws IOException {
        Path target = cache.resolve(resource);
        if (isWhole(target, sha256)) {
            return;
        }
        Files.createDirectories(target.getParent());
        AtomicFile.replace(target, draft -> {
            try (InputStream in = open(resource)) {
                Files.copy(in, draft);
            }
            if (!sha256.equals(Sha256.of(draft))) {
                throw new DemistException(
                        ErrorCode.CORRUPT_FILE,
                        ROOT + resource + ": its SHA-256 is not " + sha256 + "; install the model's jar again");
            }
        });
    }

    private boolean isWhole(Path file, String sha256) throws IOException {
        FileVersion known = whole.get(file);
        if (known != null && known.isCurrent()) {
            return true;
        }
        FileVersion now = FileVersion.of(file);
        boolean is = Files.isRegularFile(file) && sha256.equals(Sha256.of(file));
        if (is) {
            whole.put(file, now);
        }
        return is;
    }

    private InputStream open(String resource) throws IOException {
        InputStream in = loader.getResourceAsStream(ROOT + resource);
        if (in == null) {
            throw new IOException("no resource " + ROOT + resource + " on the class path");
        }
        return in;
    }
}
