package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What diffusers computed: the recordings in the folder that {@code demist.goldens} names, and the project's own for
 * what it does not hold.
 */
public final class Goldens {

    /** What float32 results may deviate, relative to {@code max(1, max|expected|)}. */
    public static final double TOLERANCE = 2e-4;

    private static final Path OWN = Path.of(System.getProperty("demist.root", ".."), "goldens");

    private Goldens() {}

    /** A recording by its path below the folder. */
    public static Path path(String path) {
        return Stream.of(root(), OWN)
                .map(root -> root.resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no golden has the path " + path));
    }

    /** The folders in one, sorted; never none. */
    public static List<Path> foldersIn(Path parent) {
        try (Stream<Path> found = Files.list(parent)) {
            List<Path> folders = found.filter(Files::isDirectory).sorted().toList();
            assertThat(folders).as("folders in %s", parent).isNotEmpty();
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's own recording of a path, for tests that need just its configuration. */
    public static Path own(String path) {
        return OWN.resolve(path);
    }

    private static Path root() {
        String chosen = System.getProperty("demist.goldens");
        return chosen == null ? OWN : Path.of(chosen);
    }

    /** Every folder, at any depth, that holds a file which {@code isRecording} knows by its name; never none. */
    public static List<Path> foldersWith(Predicate<String> isRecording) {
        List<Path> found = foldersWith(root(), isRecording);
        List<Path> folders = found.isEmpty() ? foldersWith(OWN, isRecording) : found;
        assertThat(folders).as("recordings in %s and %s", root(), OWN).isNotEmpty();
        return folders;
    }

    private static List<Path> foldersWith(Path root, Predicate<String> isRecording) {
        return walk(root, files -> files.filter(
                        file -> isRecording.test(file.getFileName().toString()))
                .map(Path::getParent)
                .distinct()
                .sorted()
                .toList());
    }

    /** The recordings in one folder. */
    public static List<Path> recordings(Path folder, Predicate<String> isRecording) {
        return walk(folder, files -> files.filter(file -> file.getParent().equals(folder))
                .filter(file -> isRecording.test(file.getFileName().toString()))
                .sorted()
                .toList());
    }

    private static List<Path> walk(Path root, Function<Stream<Path>, List<Path>> choice) {
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return choice.apply(files.filter(Files::isRegularFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor of a safetensors file, of numbers that all fit into float32. */
    public static Tensor tensor(Path file, String name) {
        return tensor(WeightFiles.open(file, null), name);
    }

    /** The same of an opened file. */
    public static Tensor tensor(Weights file, String name) {
        Weight weight = file.find(name).orElseThrow(() -> new IllegalArgumentException(file.origin() + ": " + name));
        ByteBuffer data = weight.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[data.remaining() / weight.dtype().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.dtype() == DType.I64 ? data.getLong() : data.getFloat();
        }
        return Tensor.wrap(values, weight.shape());
    }

    /**
     * {@code folder} with its links in place. Where a copy has flattened a link into a small file that holds the
     * relative path, a folder of links beside it, under {@code scratch}, stands in.
     */
    public static Path unflattened(Path folder, Path scratch) {
        Path copy = scratch.resolve(folder.getFileName().toString());
        for (Path file : walk(folder, Stream::toList)) {
            link(copy.resolve(folder.relativize(file).toString()), file);
        }
        return copy;
    }

    private static void link(Path link, Path file) {
        try {
            Files.createDirectories(link.getParent());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, target(file).toRealPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path target(Path file) throws IOException {
        String place = Files.size(file) < 200 ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        return place.startsWith("../") || place.startsWith("./")
                ? target(file.resolveSibling(place.strip()).normalize())
                : file;
    }

    /** Fails unless {@code actual} is as close to {@code expected} as the recordings ask. */
    public static void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertThat(deviation(actual, expected)).as(what).isLessThanOrEqualTo(TOLERANCE);
    }

    /** The largest difference, relative to {@code max(1, max|expected|)}; NaN if there is one in either. */
    public static double deviation(Tensor actual, Tensor expected) {
        actual.requireShape(expected.shape());
        double worst = 0;
        double largest = 1;
        for (int i = 0; i < expected.size(); i++) {
            double here = Math.abs(actual.get(i) - expected.get(i));
            worst = here <= worst ? worst : here; // NaN is a difference
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return worst / largest;
    }
}
