package dev.demist.server.cli;

import dev.demist.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Opens the default model in the background: it takes less time than typing a prompt. */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    static void begin(Models models) {
        Mono.fromRunnable(() -> models.warmUp(models.names().get(0)))
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe(nothing -> {}, e -> LOG.warn("the default model cannot be opened: {}", e.getMessage()));
    }
}
