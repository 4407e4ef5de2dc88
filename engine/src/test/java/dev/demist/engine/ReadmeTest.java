package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What README.md shows, run. */
final class ReadmeTest {

    @AfterEach
    void forgetThePicture() throws IOException {
        Files.deleteIfExists(Path.of("apple.png"));
    }

    @Test
    void thePageShowsWhatRunsHere() throws IOException {
        PageCode.assertRunBy(ReadmeTest.class, "../README.md");
    }

    @Test
    void tenLinesDrawAPictureThatHoldsItsRecipe() throws IOException {
        try (Engine engine = Engine.start();
                Pipeline pipeline = engine.open("emoji")) {
            // every default, and a seed
            ResolvedRequest request =
                    pipeline.resolve(GenerationRequest.of("a red apple")).block();
            // cold: one requested state is one evaluation of the model
            LatentState last = pipeline.denoise(request)
                    .doOnNext(state -> System.out.printf("call %d of %d%n", state.call(), state.calls()))
                    .blockLast();
            // the picture holds the request that it was made with
            Files.write(Path.of("apple.png"), pipeline.decode(last).block().png(request));
        }

        assertThat(Picture.text(Files.readAllBytes(Path.of("apple.png"))).get("demist"))
                .contains("\"prompt\":\"a red apple\"", "\"seed\":");
    }
}
