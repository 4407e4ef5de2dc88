package dev.demist.engine.internal.pipeline;

import dev.demist.LatentState;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The Reactive Streams rules, for the states of a generation. */
public final class DenoiseTckTest extends PublisherVerification<LatentState> {

    /** Waits 500 ms for what must come, 50 ms for what must not. */
    public DenoiseTckTest() {
        super(new TestEnvironment(500, 50));
    }

    @Override
    public Publisher<LatentState> createPublisher(long elements) {
        if (elements == 0) {
            return Flux.empty();
        }
        return FakePipelines.of(new CountingDenoiser())
                .denoise(FakePipelines.request("ddim", (int) elements).build());
    }

    @Override
    public Publisher<LatentState> createFailedPublisher() {
        return FakePipelines.of(new CountingDenoiser())
                .denoise(FakePipelines.request("no-such-scheduler", 3).build());
    }

    /** As many steps as a request may have. */
    @Override
    public long maxElementsFromPublisher() {
        return 1000;
    }
}
