package dev.demist.schedulers;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
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

/** Recorded trajectories: a {@code cases.json} and the {@code trajectories.safetensors} next to it. */
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
     * All recordings of schedulers under {@code root}, at any depth; none if it holds recordings of other things only.
     *
     * @throws AssertionError if it holds no recordings at all: a wrong folder is not to pass for an empty one
     */
    static List<GoldenCase> under(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> recordings = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            if (recordings.isEmpty()) {
                throw new AssertionError(root.toAbsolutePath() + " holds no recordings (.safetensors) at all");
            }
            List<GoldenCase> cases = new ArrayList<>();
            for (Path recording : recordings) {
                Path list = recording.resolveSibling("cases.json");
                if (recording.endsWith("trajectories.safetensors") && Files.exists(list)) {
                    cases.addAll(open(list, recording).cases());
                }
            }
            return cases;
        }
    }

    private static Goldens open(Path list, Path recording) throws IOException {
        try (FileChannel channel = FileChannel.open(recording)) {
            ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[(int) file.getLong()];
            file.get(header);
            ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
            return new Goldens(
                    JSON.readTree(list.toFile()).path("cases"),
                    JSON.readTree(new String(header, StandardCharsets.UTF_8)),
                    data);
        }
    }

    /** The cases that are runs of a scheduler alone; those of whole models say no number of calls. */
    private List<GoldenCase> cases() {
        List<GoldenCase> all = new ArrayList<>();
        cases.fields().forEachRemaining(entry -> {
            if (entry.getValue().has("calls")) {
                all.add(new GoldenCase(entry.getKey(), entry.getValue(), this));
            }
        });
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
