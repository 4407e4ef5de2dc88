package dev.demist.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.bench.Soak.Held;
import dev.demist.engine.internal.batch.BatchLimit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak in small; the program {@link Soak} runs it in full. */
final class SoakTest {

    private static final int RUNS = 5;

    @TempDir
    static Path cache;

    private static OpenModel model;

    @BeforeAll
    static void open() {
        model = OpenModel.open(cache, BatchLimit.DEFAULT, 1);
        new Soak(model, false).rounds(1, RUNS);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void runsAndCancelledRunsLeaveNoNativeArrayAndNoThread() {
        List<Held> rounds = new Soak(model, false).rounds(2, RUNS);
        assertThat(Soak.slope(rounds, Held::arrays)).isZero();
        assertThat(rounds.get(1).threads()).isLessThanOrEqualTo(rounds.get(0).threads() + 2);
    }

    @Test
    void aProgramThatLeaksIsCaught() {
        List<Held> rounds = new Soak(model, true).rounds(2, RUNS);
        assertThat(Soak.slope(rounds, Held::arrays)).isEqualTo(1);
    }
}
