package dev.demist.server.run.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.RunSize;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkageTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    // Newest first: three runs of 100 bytes, 80 of them intermediate states.
    private static final List<MeasuredRun> RUNS = List.of(run("C", false), run("B", false), run("A", false));

    private static MeasuredRun run(String id, boolean inUse) {
        return new MeasuredRun(new EndedRun(id, NOON, inUse, false), new RunSize(80, 20));
    }

    @Test
    void nothingGoesWhileThereIsRoom() {
        assertThat(Shrinkage.of(RUNS, 300)).isEqualTo(new Shrinkage(List.of(), List.of()));
    }

    @Test
    void intermediateStatesOfTheOldestGoFirst() {
        assertThat(Shrinkage.of(RUNS, 200)).isEqualTo(new Shrinkage(List.of(), List.of("A", "B")));
    }

    @Test
    void runsGoOnceNoIntermediateStatesAreLeft() {
        assertThat(Shrinkage.of(RUNS, 40)).isEqualTo(new Shrinkage(List.of("A"), List.of("B", "C")));
        assertThat(Shrinkage.of(RUNS, 0)).isEqualTo(new Shrinkage(List.of("A", "B", "C"), List.of()));
    }

    @Test
    void runThatIsInUseStaysAsItIs() {
        List<MeasuredRun> used = List.of(run("C", false), run("B", false), run("A", true));
        assertThat(Shrinkage.of(used, 0)).isEqualTo(new Shrinkage(List.of("B", "C"), List.of()));
    }
}
