package dev.demist.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.LoraChoice;
import dev.demist.Picture;
import dev.demist.server.run.request.RunRequest;
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
        assertThat(requireNonNull(request.image()).rgb()).startsWith((byte) 1);
        assertThat(requireNonNull(request.mask()).rgb()).startsWith((byte) 2);
        assertThat(request.strength()).isEqualTo(0.4);
    }

    @Test
    void aControlNetIsChosenByNameAndSeesAPicture() throws IOException {
        GenerationRequest request = request(
                "x", "--control-net", "canny", "--control-image", picture("c.png", 3), "--control-scale", "0.5");
        assertThat(request.controlNet()).isEqualTo("canny");
        assertThat(requireNonNull(request.controlImage()).rgb()).startsWith((byte) 3);
        assertThat(request.controlScale()).isEqualTo(0.5);
    }

    @Test
    void lorasMayHaveAWeight() {
        assertThat(request("x", "--lora", "style=0.75", "--lora", "more").loras())
                .containsExactly(new LoraChoice("style", 0.75), new LoraChoice("more", 1));
        assertThatThrownBy(() -> request("x", "--lora", "style=heavy"))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("--lora", "style=heavy", "style=0.8");
    }

    @Test
    void textSettingsAreThere() {
        GenerationRequest request = request("x", "--embedding", "toy", "--clip-skip", "1", "--guidance-rescale", "0.7");
        assertThat(request.embeddings()).containsExactly("toy");
        assertThat(request.clipSkip()).isEqualTo(1);
        assertThat(request.guidanceRescale()).isEqualTo(0.7);
    }

    @Test
    void aPictureThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> request("x", "--image", "nowhere.png"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("nowhere.png");
    }

    @Test
    void theRecipeTellsWhatWasAdded() {
        RunRequest recipe = RunRequest.of(request("x", "--lora", "style=0.75", "--embedding", "toy"), "fake");
        assertThat(recipe.loras()).containsExactly(new RunRequest.Lora("style", 0.75));
        assertThat(recipe.embeddings()).containsExactly("toy");
    }
}
