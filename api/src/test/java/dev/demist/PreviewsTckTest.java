package dev.demist;

import java.time.Duration;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The Reactive Streams rules, for the pictures that a viewer of a run sees. */
public final class PreviewsTckTest extends PublisherVerification<Picture> {

    private final TestPipeline pipeline = new TestPipeline(Duration.ZERO);

    /** Waits 200 ms for what must come, 50 ms for what must not. */
    public PreviewsTckTest() {
        super(new TestEnvironment(200, 50));
    }

    @Override
    public Publisher<Picture> createPublisher(long elements) {
        return previews(new TestStates().of((int) Math.min(elements, 1_000_000)));
    }

    @Override
    public Publisher<Picture> createFailedPublisher() {
        return previews(Flux.error(new DemistException(ErrorCode.ENGINE_FAILED, "on purpose")));
    }

    private Flux<Picture> previews(Flux<LatentState> states) {
        return states.transform(States.previews(pipeline, PreviewQuality.LINEAR));
    }
}
