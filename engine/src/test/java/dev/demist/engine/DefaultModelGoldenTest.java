package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.SchedulerChoice;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The embedded default models, opened as a user opens them, against diffusers. */
@TestInstance(Lifecycle.PER_CLASS)
final class DefaultModelGoldenTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path cache;

    private Engine engine;

    @BeforeAll
    void start() {
        engine = Engine.builder()
                .cache(cache)
                .threads(2)
                .precision(Precision.FLOAT32)
                .start();
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return Goldens.foldersIn(Goldens.path("default-models")).stream().flatMap(this::cases);
    }

    private Stream<DynamicTest> cases(Path folder) {
        try {
            JsonNode cases = MAPPER.readTree(folder.resolve("cases.json").toFile());
            String model = folder.getFileName().toString();
            return cases.properties().stream()
                    .map(entry -> DynamicTest.dynamicTest(
                            model + " " + entry.getKey() + " "
                                    + entry.getValue().path("prompt").asText(),
                            () -> replay(model, folder, entry.getKey(), entry.getValue())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void replay(String model, Path folder, String key, JsonNode settings) {
        Path file = folder.resolve("trajectories.safetensors");
        try (Pipeline pipeline = engine.open(model)) {
            List<LatentState> states =
                    pipeline.denoise(request(settings)).collectList().block();
            if (settings.has("prompt")) { // of pictures without one only the last was recorded
                compare(states, Goldens.tensor(file, key + "/latents"));
            }
            byte[] rgb = pipeline.decode(states.get(states.size() - 1)).block().rgb();
            assertThat(psnr(rgb, Goldens.tensor(file, key + "/image")))
                    .as("PSNR in dB")
                    .isGreaterThan(45);
        }
    }

    private static void compare(List<LatentState> states, Tensor latents) {
        assertThat(states).hasSize(latents.size(0));
        for (int step = 0; step < states.size(); step++) {
            Tensor actual = states.get(step).scheduler().sample();
            Tensor expected = latents.rows(step, step + 1);
            assertThat(Goldens.deviation(actual, expected))
                    .as("latents after step %d", step + 1)
                    .isLessThan(2e-3);
        }
    }

    private static GenerationRequest request(JsonNode settings) {
        return settings.has("prompt") ? textToImage(settings) : unconditional(settings);
    }

    private static GenerationRequest unconditional(JsonNode settings) {
        return GenerationRequest.builder("")
                .steps(settings.get("steps").asInt())
                .seed(settings.get("seed").asLong())
                .build();
    }

    private static GenerationRequest textToImage(JsonNode settings) {
        String scheduler = settings.get("scheduler").isNull()
                ? null
                : settings.get("scheduler").asText();
        @SuppressWarnings("unchecked")
        Map<String, Object> options = MAPPER.convertValue(settings.get("overrides"), Map.class);
        return GenerationRequest.builder(settings.get("prompt").asText())
                .negativePrompt(settings.get("negativePrompt").asText())
                .scheduler(new SchedulerChoice(scheduler, options))
                .steps(settings.get("steps").asInt())
                .guidance(settings.get("guidance").asDouble())
                .seed(settings.get("seed").asLong())
                .width(settings.get("width").asInt())
                .height(settings.get("height").asInt())
                .build();
    }

    private static double psnr(byte[] rgb, Tensor expected) {
        double squares = 0;
        for (int i = 0; i < rgb.length; i++) {
            double difference = (rgb[i] & 0xff) / 255.0 - expected.get(i);
            squares += difference * difference;
        }
        return 10 * Math.log10(rgb.length / Math.max(squares, 1e-12));
    }
}
