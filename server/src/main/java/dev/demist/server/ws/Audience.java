package dev.demist.server.ws;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The sockets that watch one run. Only the newest of its news matter. Confined to the lock of {@link Audiences}, but
 * for the streams.
 */
final class Audience {

    private final Sinks.Many<Integer> sizes = Sinks.many().replay().latest();
    private final Sinks.Many<Playhead> playheads = Sinks.many().replay().latest();
    private int size;

    /** Adds viewers, or takes them away; how many there are then. */
    int grow(int by) {
        size += by;
        sizes.tryEmitNext(size);
        return size;
    }

    void move(Playhead playhead) {
        playheads.tryEmitNext(playhead);
    }

    /** The number of viewers, now and after every change. */
    Flux<Integer> sizes() {
        return sizes.asFlux();
    }

    /** Where the run's owner looks, if that was said, and every move. */
    Flux<Playhead> playheads() {
        return playheads.asFlux();
    }
}
