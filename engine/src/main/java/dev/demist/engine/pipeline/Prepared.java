package dev.demist.engine.pipeline;

import dev.demist.DemistException;
import dev.demist.LatentState;
import dev.demist.scheduler.SamplerState;
import dev.demist.scheduler.SamplingPlan;
import reactor.core.publisher.Flux;

/**
 * A run that can begin.
 *
 * @param generation its timesteps
 * @param start the state before the first
 * @param samplers to understand states of other samplers
 */
record Prepared(Generation generation, SamplerState start, Samplers samplers) {

    /** The states from the start on. */
    Flux<LatentState> states() {
        return generation.after(generation.describe(start));
    }

    /** The states after {@code from}, which may be another sampler's. */
    Flux<LatentState> statesAfter(LatentState from) {
        if (from.sampling().equals(generation.sampling())) {
            return generation.after(from);
        }
        return samplers.plan(from.sampling())
                .flatMap(before -> samplers.call(generation.sampling(), () -> handOver(from, before)))
                .flatMapMany(generation::after);
    }

    private LatentState handOver(LatentState from, SamplingPlan before) {
        LatentState taken = generation.describe(Handover.of(from, before, generation.plan()));
        if (taken.isLast() && !from.isLast()) {
            throw DemistException.invalid(
                    "scheduler",
                    generation.sampling().scheduler().name() + " with "
                            + generation.sampling().steps() + " steps",
                    "it has no step at or below noise level " + from.noiseLevel()
                            + "; take an earlier state or more steps");
        }
        return taken;
    }
}
