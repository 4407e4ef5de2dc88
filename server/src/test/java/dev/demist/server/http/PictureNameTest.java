package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.request.RunRequest;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureNameTest {

    @ParameterizedTest
    @CsvSource({
        "hot air balloon, 42, demist-hot-air-balloon-42.png",
        "'  A \"Café\", at 5 o''clock! ', -1, demist-a-cafe-at-5-o-clock--1.png",
        "'', 7, demist-7.png",
        "赤いりんご, 7, demist-7.png",
        "../../etc/passwd, 1, demist-etc-passwd-1.png",
        "a picture of nine words that go on for rather longer, 3,"
                + " demist-a-picture-of-nine-words-that-go-on-for-rather-lo-3.png",
    })
    void saysWhatWasAskedForAndTheSeed(String prompt, long seed, String name) {
        RunRequest recipe = RunRequest.of(
                GenerationRequest.builder().prompt(prompt).seed(seed).build());
        assertThat(PictureName.of(
                        new Run("A", "me", recipe, null, "A", Instant.EPOCH, Marks.NONE, Progress.accepted(0, 1))))
                .isEqualTo(name);
    }
}
