package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerState;

/** An algorithm: how one call of the model takes the sample from one noise level to the next. A pure function. */
@FunctionalInterface
interface Solver {

    SchedulerState advance(Call call);
}
