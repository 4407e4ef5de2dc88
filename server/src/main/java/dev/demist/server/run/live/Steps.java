package dev.demist.server.run.live;

import dev.demist.LatentState;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** The subscription to one run's states, one at a time. */
final class Steps extends BaseSubscriber<LatentState> {

    private final LiveRun run;
    private final LiveRun.Listener listener;

    Steps(LiveRun run, LiveRun.Listener listener) {
        this.run = run;
        this.listener = listener;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(LatentState state) {
        listener.advanced(run, state);
    }

    @Override
    protected void hookOnComplete() {
        listener.sampled(run);
    }

    @Override
    protected void hookOnError(Throwable error) {
        listener.failed(run, error);
    }
}
