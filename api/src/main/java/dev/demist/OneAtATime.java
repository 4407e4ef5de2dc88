package dev.demist;

import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@code concatMap} that does not request the next state as soon as it is done with one: each state is requested when
 * the result of the one before has been delivered and another one is wanted.
 */
final class OneAtATime {

    private OneAtATime() {}

    // Hidden, because concatMap would begin with a source of one state when it is subscribed to.
    static <R> Flux<R> map(Flux<LatentState> states, Function<LatentState, Mono<R>> work) {
        return states.hide()
                .concatMap(
                        state -> work.apply(state)
                                .flatMapMany(result ->
                                        state.isLast() ? Flux.just(result) : completingWithTheNextRequest(result)),
                        0);
    }

    private static <R> Flux<R> completingWithTheNextRequest(R result) {
        return Flux.generate(() -> false, (given, sink) -> {
            if (given) {
                sink.complete();
            } else {
                sink.next(result);
            }
            return true;
        });
    }
}
