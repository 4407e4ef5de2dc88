package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every recorded trajectory of the reference is met. */
class GoldenReplayTest {

    private static final double TOLERANCE = 2e-4;

    @TestFactory
    Stream<DynamicTest> meetsRecording() throws IOException {
        assumeTrue(Goldens.recorded(Goldens.root()), () -> "no recordings of schedulers in " + Goldens.root());
        List<GoldenCase> cases = Goldens.open(Goldens.root()).cases();
        assertThat(cases).isNotEmpty();
        return cases.stream().map(recorded -> DynamicTest.dynamicTest(recorded.toString(), () -> check(recorded)));
    }

    @Test
    void aFolderWithoutAnyRecordingsFails(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Goldens.recorded(folder)).hasMessageContaining("schedulers/cases.json");
        Files.createFile(Files.createDirectory(folder.resolve("unet")).resolve("io.safetensors"));
        assertThat(Goldens.recorded(folder)).as("models only").isFalse();
        Files.createFile(folder.resolve("cases.json"));
        assertThat(Goldens.recorded(folder)).as("cases in the folder itself").isTrue();
    }

    private static void check(GoldenCase recorded) {
        GoldenCase.Deviation deviation = recorded.replay();
        assertThat(deviation.samples()).as("%s: samples", recorded).isLessThanOrEqualTo(TOLERANCE);
        assertThat(deviation.denoised()).as("%s: denoised", recorded).isLessThanOrEqualTo(TOLERANCE);
        assertThat(deviation.sigmas()).as("%s: sigmas", recorded).isLessThanOrEqualTo(1e-5);
        assertThat(deviation.timesteps()).as("%s: timesteps", recorded).isLessThanOrEqualTo(1e-5);
    }
}
