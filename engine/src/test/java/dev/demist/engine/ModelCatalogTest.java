package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.LoraChoice;
import dev.demist.engine.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCatalogTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    @Test
    void listsEmbeddedModelsFirstThenFoldersWithAnIndex() throws IOException {
        Files.createDirectories(folder.resolve("zebra"));
        Files.createDirectories(folder.resolve("apple"));
        Files.createDirectories(folder.resolve("no-model"));
        Files.writeString(folder.resolve("zebra/model_index.json"), "{}");
        Files.writeString(folder.resolve("apple/model_index.json"), "{}");
        assertThat(catalog(folder).names()).containsExactly("emoji", "ddpm", "apple", "zebra");
    }

    @Test
    void ofSeveralFoldersTheFirstThatHasANameCounts() throws IOException {
        Path one = model("one/apple").getParent();
        Path other = model("other/apple").getParent();
        model("other/pear");
        assertThat(catalog(one, other).names()).containsExactly("emoji", "ddpm", "apple", "pear");
        assertThat(catalog(one, other).find("apple").path()).isEqualTo(one.resolve("apple"));
    }

    @Test
    void listsThePipelinesInTheHubsCache() throws IOException {
        Path snapshot = model("hf/hub/models--org--name/snapshots/" + COMMIT);
        Files.createDirectories(folder.resolve("hf/hub/models--org--other/snapshots/" + COMMIT));
        for (String repo : List.of("models--org--name", "models--org--other", "models--gone")) {
            Path refs = Files.createDirectories(
                    folder.resolve("hf/hub").resolve(repo).resolve("refs"));
            Files.writeString(refs.resolve("main"), COMMIT);
        }
        Files.createDirectories(folder.resolve("hf/hub/datasets--org--data"));
        assertThat(catalog().names()).containsExactly("emoji", "ddpm", "org/name");
        assertThat(catalog().find("org/name").path()).isEqualTo(snapshot);
    }

    @Test
    void aNameIsNoPathButAPathMayBeAskedForExplicitly() throws IOException {
        Path model = model("apple");
        assertThatThrownBy(() -> catalog().find(model.toString())).hasMessageContaining("is not known");
        assertThat(catalog().checkpoint(model.toString()).path()).isEqualTo(model);
    }

    @Test
    void findsALoraInAnyFolder() throws IOException {
        Path file = folder.resolve("two/loras/style.safetensors");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Path one = Files.createDirectories(folder.resolve("one"));
        List<LoraChoice> wanted = List.of(new LoraChoice("style", 0.5));
        assertThat(catalog(one, folder.resolve("two")).loras(wanted))
                .containsExactly(new LoraChoice(file.toString(), 0.5));
        assertThatThrownBy(() -> catalog(one).loras(wanted)).hasMessageContaining("loras");
    }

    @Test
    void findsAFolderByItsName() throws IOException {
        Files.createDirectories(folder.resolve("apple"));
        Files.writeString(folder.resolve("apple/model_index.json"), "{}");
        assertThat(catalog(folder).find("apple").path()).isEqualTo(folder.resolve("apple"));
    }

    @Test
    void anUnknownNameAnswersWithTheKnownOnes() {
        assertThatThrownBy(() -> catalog().find("../etc"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("../etc")
                .hasMessageContaining("emoji");
    }

    @Test
    void aMissingModelsFolderIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> catalog(missing).names()).hasMessageContaining(missing.toString());
    }

    private Path model(String name) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("model_index.json"), "{}");
        return model;
    }

    private ModelCatalog catalog(Path... models) {
        return new ModelCatalog(
                EmbeddedModels.load(getClass().getClassLoader()),
                folder.resolve("cache"),
                List.of(models),
                Hub.fromEnvironment(Map.of("HF_HOME", folder.resolve("hf").toString())));
    }
}
