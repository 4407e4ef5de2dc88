package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.engine.Engine;
import dev.demist.engine.Goldens;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model begins and another one goes on from its latents: {@code denoising_end} and {@code denoising_start}. */
final class HandOverTest {

    @TempDir
    static Path scratch;

    @Test
    void theRefinerGoesOnFromTheBaseModelsStateAsInDiffusers() throws IOException {
        Path recorded = Goldens.foldersWith("handover.safetensors"::equals).get(0);
        Goldens.foldersIn(recorded.getParent()).forEach(folder -> Goldens.unflattened(folder, scratch));
        JsonNode settings =
                new ObjectMapper().readTree(recorded.resolve("case.json").toFile());
        Path file = recorded.resolve("handover.safetensors");
        Tensor latents = Goldens.tensor(file, "latents");
        int handedAt = settings.get("steps").asInt() - latents.size(0);
        GenerationRequest request = request(settings);
        try (Engine engine = Engine.builder()
                        .cache(scratch.resolve("cache"))
                        .threads(2)
                        .start();
                Pipeline base = engine.open(checkpoint(settings, "base"));
                Pipeline refiner = engine.open(checkpoint(settings, "refiner"))) {
            LatentState handed = base.denoise(request).take(handedAt).blockLast();
            assertThat(Goldens.deviation(handed.scheduler().sample(), Goldens.tensor(file, "handed")))
                    .isLessThan(2e-3);
            List<LatentState> refined =
                    refiner.resume(request, handed).collectList().block();
            assertThat(refined).hasSize(latents.size(0));
            for (int step = 0; step < refined.size(); step++) {
                Tensor expected = latents.rows(step, step + 1).reshape(1, 4, 8, 8);
                assertThat(Goldens.deviation(refined.get(step).scheduler().sample(), expected))
                        .as("latents after step %d of the refiner", step + 1)
                        .isLessThan(2e-3);
            }
        }
    }

    private static Checkpoint checkpoint(JsonNode settings, String which) {
        String name = Path.of(settings.get(which).asText()).getFileName().toString();
        return Checkpoint.of(scratch.resolve(name));
    }

    private static GenerationRequest request(JsonNode settings) {
        return GenerationRequest.builder(settings.get("prompt").asText())
                .negativePrompt(settings.get("negativePrompt").asText())
                .guidance(settings.get("guidance").asDouble())
                .steps(settings.get("steps").asInt())
                .seed(settings.get("seed").asLong())
                .width(settings.get("width").asInt())
                .height(settings.get("height").asInt())
                .build();
    }
}
