package dev.demist.server.models;

import dev.demist.Opening;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** How far models are being opened, for all who care. Thread-safe. */
public final class OpeningFeed implements Consumer<Opening> {

    private final Sinks.Many<Opening> sink = Sinks.many().replay().latest();

    /** Several models may be opened at a time. */
    @Override
    public synchronized void accept(Opening opening) {
        sink.tryEmitNext(opening);
    }

    /** The last news, if there are any, and all that follow. */
    public Flux<Opening> news() {
        return sink.asFlux();
    }
}
