package dev.demist.engine.internal.batch;

import static dev.demist.engine.internal.batch.Run.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Caller;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Service in virtual time: one completed call is one tick. */
class FairnessTest {

    private final FakeDenoiser model = new FakeDenoiser();
    private final Map<String, Integer> served = new HashMap<>();
    private final Disposable.Composite runs = Disposables.composite();

    @Test
    void usersWithManyRunsGetNoMoreThanUsersWithFew() {
        StepBatcher batcher = new StepBatcher(model, upTo(4), ObservationRegistry.NOOP);
        for (int user = 0; user < 16; user++) {
            for (int run = 0; run <= user % 8; run++) {
                start(batcher, new Run("user" + user, run, 1, 2), 10_000);
            }
        }
        assertThat(jainOfWindows()).allMatch(index -> index >= 0.95);
    }

    @Test
    void rowsAreSharedEquallyByUsersWithAndWithoutGuidance() {
        StepBatcher batcher = new StepBatcher(model, upTo(6), ObservationRegistry.NOOP);
        for (int user = 0; user < 8; user++) {
            for (int run = 0; run < 8; run++) {
                start(batcher, new Run("user" + user, run, 1 + user % 2, 2), 10_000);
            }
        }
        assertThat(jainOfWindows()).allMatch(index -> index >= 0.95);
    }

    @Test
    void rowsAreSharedEquallyByUsersOfDifferentSizes() {
        StepBatcher batcher = new StepBatcher(model, upTo(4), ObservationRegistry.NOOP);
        for (int user = 0; user < 8; user++) {
            for (int run = 0; run < 8; run++) {
                start(batcher, new Run("user" + user, run, 1, user < 6 ? 2 : 4), 10_000);
            }
        }
        assertThat(jainOfWindows()).allMatch(index -> index >= 0.95);
    }

    @Test
    void weightsAreShares() {
        StepBatcher batcher = new StepBatcher(model, upTo(4), ObservationRegistry.NOOP);
        for (String user : List.of("paying", "ann", "bob")) {
            for (int run = 0; run < 12; run++) {
                start(batcher, new Run(user, run, 1, 2), 10_000);
            }
        }
        tick(500);
        assertThat((double) served.get("paying") / served.get("ann")).isBetween(2.8, 3.2);
        assertThat((double) served.get("ann") / served.get("bob")).isBetween(0.9, 1.1);
    }

    @Test
    void aLongJobDelaysANewcomerByTheCallInFlightOnly() {
        StepBatcher batcher = new StepBatcher(model, upTo(1), ObservationRegistry.NOOP);
        start(batcher, Run.of("long"), 100);
        tick(10);
        start(batcher, Run.of("new"), 1);
        tick(1);
        assertThat(served).doesNotContainKey("new");
        tick(1);
        assertThat(served).containsEntry("new", 1);
    }

    @Test
    void fiftyQueuedRunsOfOneUserDoNotDelayAnothersFirstStep() {
        StepBatcher batcher = new StepBatcher(model, upTo(2), ObservationRegistry.NOOP);
        for (int run = 0; run < 50; run++) {
            start(batcher, new Run("many", run, 2, 2), 100);
        }
        tick(30);
        start(batcher, new Run("one", 0, 2, 2), 1);
        tick(2);
        assertThat(served).containsEntry("one", 2);
    }

    @Test
    void aPriorityOrdersAUsersOwnStepsAndNobodyElses() {
        StepBatcher batcher = new StepBatcher(model, upTo(1), ObservationRegistry.NOOP);
        List<String> order = new ArrayList<>();
        Run.of("first").predict(batcher, Run.of("first").start(), 0).subscribe();
        for (int priority : List.of(0, 5, 0, 9)) {
            for (String user : List.of("ann", "bob")) {
                int shown = user.equals("bob") ? 0 : priority;
                Run.of(user)
                        .predict(batcher, Run.of(user).start(), 0)
                        .contextWrite(Caller.of(user).withPriority(shown))
                        .subscribe(it -> order.add(user + shown));
            }
        }
        tick(9);
        assertThat(order).filteredOn(it -> it.startsWith("ann")).containsExactly("ann9", "ann5", "ann0", "ann0");
        assertThat(order.subList(0, 4)).filteredOn("bob0"::equals).hasSize(2);
    }

    @Test
    void newcomersDoNotStarveThoseWhoWait() {
        StepBatcher batcher = new StepBatcher(model, upTo(1), ObservationRegistry.NOOP);
        for (int run = 0; run < 4; run++) {
            start(batcher, new Run("old", run, 1, 2), 10_000);
        }
        for (int i = 0; i < 200; i++) {
            if (i % 2 == 0) {
                start(batcher, Run.of("new" + i), 1);
            }
            tick(1);
        }
        assertThat(served.get("old")).isGreaterThan(80);
    }

    private void start(StepBatcher batcher, Run run, int steps) {
        runs.add(run.steps(batcher, steps).subscribe(state -> served.merge(run.user(), run.rows(), Integer::sum)));
    }

    private void tick(int calls) {
        for (int i = 0; i < calls; i++) {
            model.complete();
        }
    }

    /** Jain's index of the rows that each user got, over windows of 200 calls. */
    private List<Double> jainOfWindows() {
        List<Double> indices = new ArrayList<>();
        tick(20);
        for (int window = 0; window < 5; window++) {
            served.clear();
            tick(200);
            double sum =
                    served.values().stream().mapToDouble(Integer::doubleValue).sum();
            double squares = served.values().stream()
                    .mapToDouble(rows -> (double) rows * rows)
                    .sum();
            indices.add(sum * sum / (served.size() * squares));
        }
        assertThat(served.size()).isGreaterThanOrEqualTo(8);
        return indices;
    }
}
