package dev.demist.engine.internal.pipeline;

import dev.demist.LatentState;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An observation {@code demist.step} of each timestep, child of the one in Reactor's context: a span where tracing is
 * plugged in, a timer where metrics are.
 *
 * @param registry receives the observations
 */
record StepSpans(ObservationRegistry registry) {

    private static final String NAME = "demist.step";

    /** {@code step}, observed from its subscription until its value flows on. */
    <T> Mono<T> around(Mono<T> step, LatentState from) {
        if (registry.isNoop()) {
            return step;
        }
        return Mono.deferContextual(context -> Mono.using(
                () -> start(from, context.getOrDefault(ObservationThreadLocalAccessor.KEY, null)),
                span -> step.doOnError(span::error)
                        .contextWrite(it -> it.put(ObservationThreadLocalAccessor.KEY, span)),
                Observation::stop));
    }

    private Observation start(LatentState from, @Nullable Observation parent) {
        return Observation.createNotStarted(NAME, registry)
                .parentObservation(parent)
                .lowCardinalityKeyValue(
                        "scheduler", String.valueOf(from.schedule().scheduler().name()))
                .highCardinalityKeyValue("step", Integer.toString(from.call() + 1))
                .start();
    }
}
