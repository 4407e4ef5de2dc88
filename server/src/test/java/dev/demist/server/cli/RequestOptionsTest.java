package dev.demist.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GuidanceSettings;
import dev.demist.LoraChoice;
import dev.demist.Picture;
import dev.demist.SchedulerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says, as a request. */
class RequestOptionsTest {

    @TempDir
    private Path folder = Path.of("");

    private static GenerationRequest request(String... args) {
        return CommandLine.populateCommand(new RequestOptions(), args).with(null, null);
    }

    private String picture(String name, int red) throws IOException {
        Picture picture = new Picture(1, 1, new byte[] {(byte) red, 0, 0});
        return Files.write(folder.resolve(name), picture.png(Map.of())).toString();
    }

    @Test
    void picturesAreReadFromFiles() throws IOException {
        GenerationRequest request =
                request("x", "--image", picture("a.png", 1), "--strength", "0.4", "--mask", picture("b.png", 2));
        assertThat(requireNonNull(request.start()).image().decode().rgb()).startsWith((byte) 1);
        assertThat(requireNonNull(request.start().mask()).decode().rgb()).startsWith((byte) 2);
        assertThat(request.start().strength()).isEqualTo(0.4);
    }

    @Test
    void aControlNetIsChosenByNameAndSeesAPicture() throws IOException {
        GenerationRequest request = request(
                "x", "--control-net", "canny", "--control-image", picture("c.png", 3), "--control-scale", "0.5");
        assertThat(request.controls().get(0).net()).isEqualTo("canny");
        assertThat(request.controls().get(0).image().decode().rgb()).startsWith((byte) 3);
        assertThat(request.controls().get(0).scale()).isEqualTo(0.5);
    }

    @Test
    void aPresetIsChosenByName() {
        assertThat(request("x", "--preset", "turbo").preset()).isEqualTo("turbo");
        assertThat(request("x").preset()).isNull();
    }

    @Test
    void aCustomScheduleIsAListOfTimestepsOrSigmas() {
        assertThat(request("x", "--timesteps", "999,500.5,0").scheduler())
                .isEqualTo(SchedulerChoice.OF_CHECKPOINT.withTimesteps(999, 500.5, 0));
        assertThat(request("x", "--sigmas", "14.6,1,0").scheduler())
                .isEqualTo(SchedulerChoice.OF_CHECKPOINT.withSigmas(14.6, 1, 0));
        assertThatThrownBy(() -> request("x", "--timesteps", "9,1", "--sigmas", "9,1"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("give either timesteps or sigmas");
    }

    @Test
    void lorasMayHaveAWeight() {
        assertThat(request("x", "--lora", "style=0.75", "--lora", "more")
                        .adapters()
                        .loras())
                .containsExactly(new LoraChoice("style", 0.75), new LoraChoice("more", 1));
        assertThatThrownBy(() -> request("x", "--lora", "style=heavy"))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("--lora", "style=heavy", "style=0.8");
    }

    @Test
    void textSettingsAreThere() {
        GenerationRequest request = request(
                "x",
                "--embedding",
                "toy",
                "--clip-skip",
                "1",
                "--guidance-rescale",
                "0.7",
                "--guidance-from",
                "0.2",
                "--guidance-to",
                "0.8");
        assertThat(request.adapters().embeddings()).containsExactly("toy");
        assertThat(request.prompt().clipSkip()).isEqualTo(1);
        assertThat(request.guidance()).isEqualTo(new GuidanceSettings(null, 0.7, 0.2, 0.8, 1));
    }

    @Test
    void aPictureThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> request("x", "--image", "nowhere.png"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("nowhere.png");
    }

    @Test
    void aMissingPromptIsNotAnEmptyOne() {
        assertThat(request().prompt().text()).isNull();
        assertThat(request("").prompt().text()).isEmpty();
    }
}
