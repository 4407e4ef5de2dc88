package dev.demist.schedulers;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded trajectories: {@code schedulers/cases.json} and {@code trajectories.safetensors} of a golden folder. */
final class Goldens {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final JsonNode cases;
    private final JsonNode header;
    private final ByteBuffer data;

    private Goldens(JsonNode cases, JsonNode header, ByteBuffer data) {
        this.cases = cases;
        this.header = header;
        this.data = data;
    }

    /** The folder of {@code demist.goldens}, else the project's own. */
    static Path root() {
        String given = System.getProperty("demist.goldens");
        return given == null ? Path.of(System.getProperty("demist.root", ".."), "goldens") : Path.of(given);
    }

    /**
     * Whether {@code root} holds recordings of schedulers, itself or under {@code schedulers}.
     *
     * @throws AssertionError if it holds no recordings of anything: a wrong folder is not to pass for an empty one
     */
    static boolean recorded(Path root) {
        boolean here = Files.exists(folder(root).resolve("cases.json"));
        if (!here && !holdsOthers(root)) {
            throw new AssertionError(
                    root.toAbsolutePath() + " holds neither schedulers/cases.json nor recordings of models");
        }
        return here;
    }

    private static boolean holdsOthers(Path root) {
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Path root) {
        return Files.exists(root.resolve("cases.json")) ? root : root.resolve("schedulers");
    }

    static Goldens open(Path root) throws IOException {
        Path folder = folder(root);
        try (FileChannel channel = FileChannel.open(folder.resolve("trajectories.safetensors"))) {
            ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[(int) file.getLong()];
            file.get(header);
            ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
            return new Goldens(
                    JSON.readTree(folder.resolve("cases.json").toFile()).get("cases"),
                    JSON.readTree(new String(header, StandardCharsets.UTF_8)),
                    data);
        }
    }

    List<GoldenCase> cases() {
        List<GoldenCase> all = new ArrayList<>();
        cases.fields().forEachRemaining(entry -> all.add(new GoldenCase(entry.getKey(), entry.getValue(), this)));
        return all;
    }

    @Nullable
    Tensor tensor(String name) {
        JsonNode entry = header.get(name);
        if (entry == null) {
            return null;
        }
        int[] shape = JSON.convertValue(entry.get("shape"), int[].class);
        int begin = entry.get("data_offsets").get(0).asInt();
        int end = entry.get("data_offsets").get(1).asInt();
        float[] values = new float[(end - begin) / Float.BYTES];
        data.slice(begin, end - begin)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return Tensor.wrap(values, shape);
    }
}
