package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.engine.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCatalogTest {

    @TempDir
    Path folder;

    @Test
    void listsEmbeddedModelsFirstThenFoldersWithAnIndex() throws IOException {
        Files.createDirectories(folder.resolve("zebra"));
        Files.createDirectories(folder.resolve("apple"));
        Files.createDirectories(folder.resolve("no-model"));
        Files.writeString(folder.resolve("zebra/model_index.json"), "{}");
        Files.writeString(folder.resolve("apple/model_index.json"), "{}");
        assertThat(catalog(folder).names()).containsExactly("emoji", "apple", "zebra");
    }

    @Test
    void findsAFolderByItsName() throws IOException {
        Files.createDirectories(folder.resolve("apple"));
        Files.writeString(folder.resolve("apple/model_index.json"), "{}");
        assertThat(catalog(folder).find("apple").path()).isEqualTo(folder.resolve("apple"));
    }

    @Test
    void anUnknownNameAnswersWithTheKnownOnes() {
        assertThatThrownBy(() -> catalog(null).find("../etc"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("../etc")
                .hasMessageContaining("emoji");
    }

    @Test
    void aMissingModelsFolderIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> catalog(missing).names()).hasMessageContaining(missing.toString());
    }

    private ModelCatalog catalog(Path models) {
        return new ModelCatalog(
                EmbeddedModels.load(getClass().getClassLoader()),
                folder.resolve("cache"),
                models,
                Hub.fromEnvironment(Map.of("HF_HOME", folder.resolve("hf").toString())));
    }
}
