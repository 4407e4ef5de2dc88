package dev.demist;

import dev.demist.scheduler.Tensor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Operators on streams of states, to be used as {@code states.transform(States.every(5))}. Each requests no more from
 * its source than it needs for what is requested of it, so no model call is made without demand. Thread-safe.
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
            throw DemistException.invalid("every", k, "it must be at least 1");
        }
        return states -> Flux.defer(() -> {
            AtomicReference<@Nullable LatentState> skipped = new AtomicReference<>();
            return states.filter(state -> {
                        boolean passes = state.call() % k == 0;
                        skipped.set(passes ? null : state);
                        return passes;
                    })
                    .concatWith(Mono.fromSupplier(skipped::get));
        });
    }

    /**
     * Makes a picture of each state that is wanted, and of no other; streams that share the operator share the pictures
     * of the newest states, so that many viewers of a run cost one decoding of each state.
     *
     * @param pipeline what made the states
     * @param quality how; the last state of a generation is always decoded in full
     */
    public static Function<Flux<LatentState>, Flux<Picture>> previews(Pipeline pipeline, PreviewQuality quality) {
        Function<LatentState, Mono<Picture>> pictures = new RememberedPictures(
                state -> state.isLast() ? pipeline.decode(state) : pipeline.preview(state, quality));
        return states -> OneAtATime.map(states, pictures);
    }

    /** Passes each state once {@code journal} has kept it. */
    public static Function<Flux<LatentState>, Flux<LatentState>> journal(StateJournal journal) {
        return states -> OneAtATime.map(states, state -> journal.save(state).thenReturn(state));
    }

    /**
     * Ends the stream with the first state whose predicted clean sample differs from that of the state before by at
     * most {@code change}, as root mean square; no step is computed after it. Latents have a deviation of about 1.
     */
    public static Function<Flux<LatentState>, Flux<LatentState>> untilSettled(double change) {
        return states -> Flux.defer(() -> {
            AtomicReference<@Nullable Tensor> before = new AtomicReference<>();
            return states.takeUntil(state -> {
                Tensor now = state.scheduler().denoised();
                Tensor last = before.getAndSet(now);
                return now != null && last != null && difference(now, last) <= change;
            });
        });
    }

    private static double difference(Tensor one, Tensor other) {
        double squares = 0;
        for (int i = 0; i < one.size(); i++) {
            squares += Math.pow(one.get(i) - other.get(i), 2);
        }
        return Math.sqrt(squares / one.size());
    }
}
