package dev.demist.server.run.service;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that is done again and again. */
final class Chores {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private Chores() {}

    /** Does {@code chore} every {@code period}, never twice at a time, until this is disposed of. */
    static Disposable every(Duration period, String name, Mono<?> chore) {
        return Flux.interval(period)
                .onBackpressureDrop()
                .concatMap(tick -> chore.onErrorResume(e -> {
                    LOG.warn("{} failed; the next attempt is in {} s", name, period.toSeconds(), e);
                    return Mono.empty();
                }))
                .subscribe();
    }
}
