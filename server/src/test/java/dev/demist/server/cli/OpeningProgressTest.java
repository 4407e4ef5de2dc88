package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Opening;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OpeningProgressTest {

    @Test
    void showsThePartsInOneLineAndWipesIt() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        OpeningProgress progress = new OpeningProgress(new PrintStream(terminal, true, StandardCharsets.UTF_8));
        progress.accept(new Opening("emoji", "unet", 0, 2));
        progress.accept(new Opening("emoji", "vae", 1, 2));
        progress.accept(new Opening("emoji", null, 2, 2));
        String first = "opening emoji: unet (1 of 2)";
        String second = "opening emoji: vae (2 of 2)";
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r" + first + "\r" + second + " " + "\r" + " ".repeat(second.length()) + "\r");
    }
}
