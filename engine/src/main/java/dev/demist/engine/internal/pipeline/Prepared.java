package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.LatentState;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import reactor.core.publisher.Flux;

/**
 * A run that is ready to begin.
 *
 * @param generation its timesteps
 * @param start the state before the first
 * @param plans makes the plans of states of other schedulers
 */
record Prepared(Generation generation, SchedulerState start, Plans plans) {

    /** The states from the start on. */
    Flux<LatentState> states() {
        return generation.after(generation.describe(start));
    }

    /** The states after {@code from}, which may be another scheduler's. */
    Flux<LatentState> statesAfter(LatentState from) {
        if (from.schedule().equals(generation.schedule())) {
            return generation.after(from);
        }
        return plans.plan(from.schedule(), from.scheduler().sample().shape())
                .flatMap(before -> plans.call(generation.schedule(), () -> handOver(from, before)))
                .flatMapMany(generation::after);
    }

    private LatentState handOver(LatentState from, SchedulerPlan before) {
        LatentState taken = generation.describe(Handover.of(from, before, generation.plan()));
        if (taken.isLast() && !from.isLast()) {
            throw DemistException.invalid(
                    "scheduler",
                    generation.schedule().scheduler().name() + " with "
                            + generation.schedule().steps() + " steps",
                    "it has no step at or below noise level " + from.noiseLevel()
                            + "; take an earlier state or more steps");
        }
        return taken;
    }
}
