package dev.demist.server.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real engine and its embedded model. */
class EngineModelsTest {

    @TempDir
    private static Path cache = Path.of("");

    private final List<Opening> openings = new CopyOnWriteArrayList<>();

    private Engine engine(long memory) {
        return Engine.builder()
                .cache(cache)
                .memory(memory)
                .onOpening(openings::add)
                .start();
    }

    @Test
    void callersFromElsewhereCannotNameAPath() {
        try (Models models = EngineModels.byName(engine(0), new OpeningFeed())) {
            String path = folder(models);
            assertThatThrownBy(() -> models.open(path))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContaining("is not known");
        }
    }

    @Test
    void theOwnerOfTheMachineCanNameAPath() {
        try (Models models = EngineModels.byNameOrPath(engine(0), UnaryOperator.identity())) {
            assertThat(models.info(folder(models)).takesPrompt()).isTrue();
        }
    }

    private static String folder(Models models) {
        models.info("emoji");
        return cache.resolve("emoji").toString();
    }

    @Test
    void openingTellsItsParts() {
        try (Models models = EngineModels.byName(engine(0), new OpeningFeed())) {
            models.warmUp("emoji");
            assertThat(openings)
                    .containsExactly(
                            new Opening("emoji", "unet", 0, 3),
                            new Opening("emoji", "vae", 1, 3),
                            new Opening("emoji", "text_encoder", 2, 3),
                            new Opening("emoji", null, 3, 3));
        }
    }

    @Test
    void staysOpenWhereThereIsMemoryForIt() {
        try (Models models = EngineModels.byName(engine(1L << 30), new OpeningFeed())) {
            models.warmUp("emoji");
            models.warmUp("emoji");
            assertThat(openings).hasSize(4);
        }
    }

    @Test
    void isClosedAfterUseWhereThereIsNone() {
        try (Models models = EngineModels.byName(engine(0), new OpeningFeed())) {
            models.warmUp("emoji");
            models.warmUp("emoji");
            assertThat(openings).hasSize(8);
        }
    }
}
