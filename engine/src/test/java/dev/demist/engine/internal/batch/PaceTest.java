package dev.demist.engine.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Machines of invented speed: what they gain decides how many rows a call has. */
final class PaceTest {

    private static final int PIXELS = 16 * 16;

    private final Pace pace = new Pace(new BatchLimit(2, 32));

    @Test
    void beginsAtTheFloor() {
        assertThat(pace.rows(full(PIXELS))).isEqualTo(2);
    }

    @Test
    void goesToTheCeilingWhereEveryRowMoreIsGain() {
        serve(100, PIXELS, rows -> 1 + 0.1 * rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(32);
    }

    @Test
    void staysAtTheFloorWhereNothingIsGained() {
        serve(100, PIXELS, rows -> rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(2);
    }

    @Test
    void stopsWhereTheGainEnds() {
        serve(100, PIXELS, rows -> rows <= 8 ? 8 : 1.1 * rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(8);
    }

    @Test
    void eachSizeOfLatentsHasItsOwn() {
        serve(100, PIXELS, rows -> 1 + 0.1 * rows);
        serve(100, 4 * PIXELS, rows -> rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(32);
        assertThat(pace.rows(full(4 * PIXELS))).isEqualTo(2);
    }

    @Test
    void aSlowFirstCallIsNoVerdict() {
        int[] calls = {0};
        serve(100, PIXELS, rows -> calls[0]++ % 3 == 0 ? 1000 : 1 + 0.1 * rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(32);
    }

    @Test
    void aLuckyCallOfTheFloorIsNoVerdict() {
        int[] calls = {0};
        serve(1000, PIXELS, rows -> rows == 2 && calls[0]++ % 10 == 0 ? 0.1 : 1 + 0.1 * rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(32);
    }

    @Test
    void whatDidNotPayIsTriedAgainLater() {
        serve(100, PIXELS, rows -> rows);
        serve(700, PIXELS, rows -> 0.1 + 0.01 * rows);
        assertThat(pace.rows(full(PIXELS))).isEqualTo(32);
    }

    @Test
    void hugeLatentsAreNotJoinedBeyondWhatFillsAProcessor() {
        serve(100, 128 * 128, rows -> 1);
        assertThat(pace.rows(full(128 * 128))).isEqualTo(2);
        assertThat(new Pace(new BatchLimit(4, 4)).rows(full(256 * 256))).isEqualTo(4);
    }

    @Test
    void shallowPassesHaveAPaceOfTheirOwn() {
        serve(100, PIXELS, rows -> 0.1 + 0.01 * rows);
        assertThat(pace.rows(new Work(PIXELS, true))).isEqualTo(2);
    }

    private static Work full(int pixels) {
        return new Work(pixels, false);
    }

    /** Calls of as many rows as allowed. */
    private void serve(int calls, int pixels, IntToDoubleFunction seconds) {
        for (int i = 0; i < calls; i++) {
            int rows = pace.rows(full(pixels));
            pace.took(rows, full(pixels), seconds.applyAsDouble(rows));
        }
    }
}
