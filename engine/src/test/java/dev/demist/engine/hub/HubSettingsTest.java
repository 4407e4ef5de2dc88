package dev.demist.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

    @TempDir
    Path folder;

    @Test
    void takesTheUsualPlacesByDefault() {
        HubSettings settings = HubSettings.of(Map.of("HOME", "/home/u"));
        assertThat(settings.cache()).isEqualTo(Path.of("/home/u/.cache/huggingface/hub"));
        assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.token()).isNull();
        assertThat(settings.offline()).isFalse();
    }

    @Test
    void theMoreSpecialFolderWins() {
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x")).cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubSettings.of(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x"))
                        .cache())
                .isEqualTo(Path.of("/h/hub"));
        assertThat(HubSettings.of(Map.of("HF_HUB_CACHE", "/c", "HF_HOME", "/h")).cache())
                .isEqualTo(Path.of("/c"));
        assertThat(HubSettings.of(Map.of("HF_HOME", "~/h", "HOME", "/home/u")).cache())
                .isEqualTo(Path.of("/home/u/h/hub"));
    }

    @Test
    void readsTheTokenThatPythonsLoginStored() throws IOException {
        Files.writeString(folder.resolve("token"), "hf_file\n");
        HubSettings settings = HubSettings.of(Map.of("HF_HOME", folder.toString()));
        assertThat(settings.redact("say hf_file")).isEqualTo("say ***");
        assertThat(HubSettings.of(Map.of("HF_HOME", folder.toString(), "HF_TOKEN", "hf_env"))
                        .redact("hf_file hf_env"))
                .isEqualTo("hf_file ***");
    }

    @Test
    void neverShowsTheToken() {
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "hf_SECRET")).toString()).doesNotContain("hf_SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "ON", "yes", "True"})
    void goesOfflineAsPythonDoes(String value) {
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", value)).offline()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ftp://x", "http://", "file:///etc", "http://a b"})
    void refusesAnEndpointThatIsNoWebAddress(String endpoint) {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint)))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("HF_ENDPOINT");
    }
}
