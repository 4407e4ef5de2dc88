package dev.demist.server.cli;

import dev.demist.Models;
import dev.demist.Pipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Opens the default model in the background and lets its networks run once: it takes less time than typing a prompt. A
 * failure is logged, unless the models are about to be closed.
 */
final class WarmUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private volatile boolean closed;

    private WarmUp() {}

    static WarmUp begin(Models models) {
        WarmUp begun = new WarmUp();
        of(models).subscribeOn(Schedulers.boundedElastic()).subscribe(nothing -> {}, begun::failed);
        return begun;
    }

    /** The work itself. Running opens nothing, so the model is opened first. */
    static Mono<Void> of(Models models) {
        return Mono.fromCallable(() -> models.names().get(0))
                .doOnNext(models::warmUp)
                .map(models::open)
                .flatMap(Pipeline::warmUp);
    }

    private void failed(Throwable error) {
        if (!closed) {
            LOG.warn("the default model cannot be warmed up: {}", error.getMessage());
        }
    }

    /** What is still to be done ends with the models; its failure is then not logged. */
    @Override
    public void close() {
        closed = true;
    }
}
