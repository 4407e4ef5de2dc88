package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
        List<GoldenCase> cases = Goldens.under(Goldens.root());
        assumeFalse(cases.isEmpty(), () -> "no recordings of schedulers in " + Goldens.root());
        return cases.stream().map(recorded -> DynamicTest.dynamicTest(recorded.toString(), () -> check(recorded)));
    }

    @Test
    void aFolderWithoutAnyRecordingsFails(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Goldens.under(folder)).hasMessageContaining("no recordings");
        Files.createFile(Files.createDirectory(folder.resolve("unet")).resolve("io.safetensors"));
        assertThat(Goldens.under(folder)).as("models only").isEmpty();
    }

    @Test
    void recordingsOfCustomSchedulesAreFoundWhereverTheyLie(@TempDir Path folder) throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Path own = SchedulerDocs.root().resolve("goldens/custom-schedules");
        for (String file : List.of("cases.json", "trajectories.safetensors")) {
            Files.copy(own.resolve(file), deep.resolve(file));
        }
        assertThat(Goldens.under(folder))
                .hasSize(29)
                .allSatisfy(found -> assertThat(found.recorded().has("custom")).isTrue());
    }

    private static void check(GoldenCase recorded) {
        GoldenCase.Deviation deviation = recorded.replay();
        assertThat(deviation.samples()).as("%s: samples", recorded).isLessThanOrEqualTo(TOLERANCE);
        assertThat(deviation.denoised()).as("%s: denoised", recorded).isLessThanOrEqualTo(TOLERANCE);
        assertThat(deviation.sigmas()).as("%s: sigmas", recorded).isLessThanOrEqualTo(1e-5);
        assertThat(deviation.timesteps()).as("%s: timesteps", recorded).isLessThanOrEqualTo(1e-5);
    }
}
