package dev.demist.server.run.preview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodeTimesTest {

    private static final int SMALL = 128 * 128;
    private static final int LARGE = 512 * 512;

    private final DecodeTimes times = new DecodeTimes();

    @Test
    void onlySmallPicturesAreTriedWhileNothingIsKnown() {
        assertThat(times.areAffordable("m", SMALL, null)).isTrue();
        assertThat(times.areAffordable("m", LARGE, 0.5)).isFalse();
        times.took("m", LARGE, 9);
        assertThat(times.areAffordable("m", LARGE, 0.5))
                .as("the first one opened the decoder")
                .isFalse();
    }

    @Test
    void decodingMayTakeThirtyMillisecondsOrASmallPartOfAStep() {
        times.took("quick", LARGE, 9);
        times.took("quick", LARGE, 0.029);
        assertThat(times.areAffordable("quick", LARGE, null)).isTrue();
        times.took("slow", LARGE, 9);
        times.took("slow", LARGE, 0.2);
        assertThat(times.areAffordable("slow", LARGE, null)).isFalse();
        assertThat(times.areAffordable("slow", LARGE, 1.0)).isFalse();
        assertThat(times.areAffordable("slow", LARGE, 0.5)).as("10 % of a step").isTrue();
        assertThat(times.areAffordable("slow", SMALL, 1.0)).as("another size").isTrue();
    }

    @Test
    void oneThatWaitedForAStepDoesNotCountButALastingSlownessDoes() {
        times.took("m", SMALL, 9);
        times.took("m", SMALL, 0.02);
        times.took("m", SMALL, 0.5);
        assertThat(times.areAffordable("m", SMALL, null)).isTrue();
        for (int i = 0; i < 100; i++) {
            times.took("m", SMALL, 0.5);
        }
        assertThat(times.areAffordable("m", SMALL, null)).isFalse();
    }
}
