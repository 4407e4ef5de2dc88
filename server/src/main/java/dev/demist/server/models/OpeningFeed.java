package dev.demist.server.models;

import dev.demist.Opening;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Publishes the progress of models that are being opened. Thread-safe. */
public final class OpeningFeed implements Consumer<Opening> {

    private final Sinks.Many<Opening> sink = Sinks.many().replay().latest();

    /** Several models may be opened at a time. */
    @Override
    public synchronized void accept(Opening opening) {
        sink.tryEmitNext(opening);
    }

    /** The last progress, if there is any, and all that follows. */
    public Flux<Opening> news() {
        return sink.asFlux();
    }
}
