package dev.demist.engine;

import dev.demist.engine.weights.Weight;
import dev.demist.engine.weights.WeightFiles;
import dev.demist.engine.weights.Weights;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What diffusers computed: the project's own recordings, or those in the folder that {@code demist.goldens} names. */
public final class Goldens {

    private Goldens() {}

    /** The folder of recordings. */
    public static Path root() {
        String chosen = System.getProperty("demist.goldens");
        return chosen != null ? Path.of(chosen) : Path.of(System.getProperty("demist.root", ".."), "goldens");
    }

    /** The sub-folders of {@code kind} whose names begin with {@code prefix}, sorted. */
    public static List<Path> folders(String kind, String prefix) {
        Path folder = root().resolve(kind);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isDirectory)
                    .filter(it -> it.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A float32 tensor of a safetensors file. */
    public static Tensor tensor(Path file, String name) {
        Weights weights = WeightFiles.open(file, null);
        Weight weight = weights.find(name).orElseThrow();
        float[] values = new float[weight.data().remaining() / Float.BYTES];
        weight.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return Tensor.wrap(values, weight.shape());
    }

    /**
     * {@code folder} with its links in place. Where a copy has flattened a link into a small file that holds the
     * relative path, a folder of links beside it, under {@code scratch}, stands in.
     */
    public static Path unflattened(Path folder, Path scratch) {
        Path copy = scratch.resolve(folder.getFileName().toString());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path link = copy.resolve(folder.relativize(file).toString());
                Files.createDirectories(link.getParent());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, target(file).toRealPath());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private static Path target(Path file) throws IOException {
        boolean weights =
                file.toString().endsWith(".safetensors") || file.toString().endsWith(".bin");
        return weights && Files.size(file) < 200
                ? target(file.resolveSibling(Files.readString(file).strip()).normalize())
                : file;
    }

    /** The largest difference, relative to {@code max(1, max|expected|)}. */
    public static double deviation(Tensor actual, Tensor expected) {
        actual.requireShape(expected.shape());
        double worst = 0;
        double largest = 1;
        for (int i = 0; i < expected.size(); i++) {
            worst = Math.max(worst, Math.abs(actual.get(i) - expected.get(i)));
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return worst / largest;
    }
}
