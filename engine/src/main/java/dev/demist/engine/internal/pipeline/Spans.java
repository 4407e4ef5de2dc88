package dev.demist.engine.internal.pipeline;

import dev.demist.LatentState;
import dev.demist.engine.internal.batch.Unobserved;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * Observations of a pipeline's work, children of the one in Reactor's context: spans where tracing is plugged in,
 * timers where metrics are.
 *
 * @param registry receives the observations
 */
record Spans(ObservationRegistry registry) {

    /** A {@code demist.step}: one timestep, with its wait for the model and its call. */
    <T> Mono<T> step(Mono<T> step, LatentState from) {
        return around("demist.step", step, span -> span.lowCardinalityKeyValue(
                        "scheduler", String.valueOf(from.schedule().scheduler().name()))
                .highCardinalityKeyValue("step", Integer.toString(from.call() + 1)));
    }

    /** A {@code demist.encode}: the prompts of one picture. */
    <T> Mono<T> encode(Mono<T> conditioning, String model) {
        return ofModel("demist.encode", conditioning, model);
    }

    /** A {@code demist.decode}: one sample as a picture. */
    <T> Mono<T> decode(Mono<T> picture, String model) {
        return ofModel("demist.decode", picture, model);
    }

    private <T> Mono<T> ofModel(String name, Mono<T> work, String model) {
        return around(name, work, span -> span.lowCardinalityKeyValue("model", model));
    }

    /** {@code work}, observed from its subscription until its value flows on. */
    private <T> Mono<T> around(String name, Mono<T> work, UnaryOperator<Observation> described) {
        if (registry.isNoop()) {
            return work;
        }
        return Mono.deferContextual(context -> Mono.using(
                () -> described
                        .apply(Observation.createNotStarted(name, Unobserved.registry(context, registry))
                                .parentObservation(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null)))
                        .start(),
                span -> work.doOnError(span::error)
                        .contextWrite(it -> it.put(ObservationThreadLocalAccessor.KEY, span)),
                Observation::stop));
    }
}
