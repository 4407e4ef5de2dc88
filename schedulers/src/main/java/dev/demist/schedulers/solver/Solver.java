package dev.demist.schedulers.solver;

import dev.demist.scheduler.SamplerState;

/** An algorithm: how one call of the model takes the sample from one noise level to the next. A pure function. */
@FunctionalInterface
interface Solver {

    SamplerState advance(Call call);
}
