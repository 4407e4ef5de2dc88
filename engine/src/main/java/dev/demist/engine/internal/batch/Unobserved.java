package dev.demist.engine.internal.batch;

import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Work of no request, such as a warm-up: Reactor's context says so, and nothing of it is observed. */
public final class Unobserved {

    private Unobserved() {}

    /** {@code work} without observations. */
    public static <T> Mono<T> of(Mono<T> work) {
        return work.contextWrite(context -> context.put(Unobserved.class, true));
    }

    /** Whether the context is that of such work. */
    static boolean is(ContextView context) {
        return context.hasKey(Unobserved.class);
    }

    /** What receives the observations of work in this context: {@code usual}, or nothing. */
    public static ObservationRegistry registry(ContextView context, ObservationRegistry usual) {
        return is(context) ? ObservationRegistry.NOOP : usual;
    }
}
