package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every recorded trajectory of the reference is met. */
class GoldenReplayTest {

    private static final double TOLERANCE = 2e-4;

    @TestFactory
    Stream<DynamicTest> meetsRecording() throws IOException {
        return Goldens.open().cases().stream()
                .map(recorded -> DynamicTest.dynamicTest(recorded.toString(), () -> check(recorded)));
    }

    private static void check(GoldenCase recorded) {
        GoldenCase.Deviation deviation = recorded.replay();
        assertThat(deviation.samples()).as("%s: samples", recorded).isLessThanOrEqualTo(TOLERANCE);
        assertThat(deviation.denoised()).as("%s: denoised", recorded).isLessThanOrEqualTo(TOLERANCE);
        assertThat(deviation.sigmas()).as("%s: sigmas", recorded).isLessThanOrEqualTo(1e-5);
        assertThat(deviation.timesteps()).as("%s: timesteps", recorded).isLessThanOrEqualTo(1e-5);
    }
}
