package dev.demist.engine.internal.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many steps a strength leaves out, by the two rules of diffusers' pipelines. */
class TraitsTest {

    @ParameterizedTest
    @CsvSource({
        "8, 0.6, false, 4",
        "8, 0.6, true, 3",
        "10, 0.6, false, 4",
        "10, 0.6, true, 4",
        "4, 1, true, 0",
        "4, 0.1, false, 4",
        "4, 0.1, true, 3"
    })
    void aPartOfAStepIsLeftOutOrDone(int steps, double strength, boolean keepsPart, int skipped) {
        Traits traits = new Traits(
                LatentFormat.ofPixels(3),
                false,
                false,
                false,
                false,
                GuidanceKind.NONE,
                8,
                steps,
                1,
                false,
                keepsPart,
                Traits.ANY_SIDE,
                0,
                0);
        assertThat(traits.skippedSteps(steps, strength)).isEqualTo(skipped);
    }
}
