package dev.demist;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Operators on streams of states, to be used as {@code states.transform(States.every(5))}. Each takes no more from its
 * source than it must for what is requested of it, so no model call is made that nobody waits for. Thread-safe.
 */
public final class States {

    private States() {}

    /**
     * Passes every {@code k}-th step, and the last state of the stream whatever its step.
     *
     * @param k at least 1
     * @throws DemistException INVALID_REQUEST else
     */
    public static Function<Flux<LatentState>, Flux<LatentState>> every(int k) {
        if (k < 1) {
            throw DemistException.invalid("every", k, "allowed: at least 1");
        }
        return states -> Flux.defer(() -> {
            AtomicReference<@Nullable LatentState> skipped = new AtomicReference<>();
            return states.filter(state -> {
                        boolean passes = state.step() % k == 0;
                        skipped.set(passes ? null : state);
                        return passes;
                    })
                    .concatWith(Mono.fromSupplier(skipped::get));
        });
    }

    /** Adds to each state when it came. */
    public static Function<Flux<LatentState>, Flux<TimedState>> timed() {
        return states -> states.timed()
                .map(timed -> new TimedState(timed.get(), timed.elapsedSinceSubscription(), timed.elapsed()));
    }

    /** Ends the stream with the first state for which {@code predicate} holds; no step is computed after it. */
    public static Function<Flux<LatentState>, Flux<LatentState>> until(Predicate<LatentState> predicate) {
        return states -> states.takeUntil(predicate);
    }
}
