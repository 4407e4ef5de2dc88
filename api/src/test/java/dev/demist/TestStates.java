package dev.demist;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/** Streams of tiny states whose computation is counted. */
final class TestStates {

    private static final Schedule SCHEDULE = new Schedule(SchedulerChoice.OF_CHECKPOINT, 10);

    final AtomicInteger computed = new AtomicInteger();

    static LatentState state(int step, int steps) {
        Tensor sample = Tensor.full(step, 1, 1, 1, 1);
        return new LatentState(
                step, steps, step, steps - step, SCHEDULE, new SchedulerState(step, 0, sample, sample, List.of()));
    }

    /** States 1 ... {@code steps}; each is computed when it is requested. */
    Flux<LatentState> of(int steps) {
        return Flux.generate(() -> 1, (step, sink) -> {
            if (step > steps) {
                sink.complete();
            } else {
                computed.incrementAndGet();
                sink.next(state(step, steps));
            }
            return step + 1;
        });
    }

    /** One state, then an error. */
    Flux<LatentState> failing() {
        return of(10).map(state -> {
            if (state.call() == 2) {
                throw new DemistException(ErrorCode.ENGINE_FAILED, "on purpose");
            }
            return state;
        });
    }
}
