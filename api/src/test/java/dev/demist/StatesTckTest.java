package dev.demist;

import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The Reactive Streams rules, for all operators in a row. */
public final class StatesTckTest extends PublisherVerification<LatentState> {

    /** Waits 200 ms for what must come, 50 ms for what must not. */
    public StatesTckTest() {
        super(new TestEnvironment(200, 50));
    }

    @Override
    public Publisher<LatentState> createPublisher(long elements) {
        int steps = (int) Math.min(elements, 1_000_000);
        return inARow(new TestStates().of(3 * steps));
    }

    @Override
    public Publisher<LatentState> createFailedPublisher() {
        return inARow(Flux.error(new DemistException(ErrorCode.ENGINE_FAILED, "on purpose")));
    }

    private static Flux<LatentState> inARow(Flux<LatentState> states) {
        return states.transform(States.every(3))
                .transform(States.untilSettled(0))
                .transform(States.journal(new MemoryJournal()));
    }
}
