package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.flag;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Level;

/** Euler's method on the straight paths of flow matching (Esser et al. 2024, "Scaling rectified flow transformers"). */
public final class FlowEuler extends BuiltIn {

    /** For the service loader. */
    public FlowEuler() {
        super(
                "flow-euler",
                "Flow Euler",
                "FlowMatchEulerDiscreteScheduler",
                Use.FLOW,
                "Euler for flow matching models",
                all(Flow.OPTIONS, flag("stochastic_sampling", false, "jump to the clean sample and add noise again")));
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS_OR_SIGMAS;
    }

    @Override
    Scheduler configure(Settings settings) {
        Solver solver = settings.flag("stochastic_sampling") ? FlowEuler::again : FlowEuler::straight;
        return request -> new GridPlan(Flow.grid(settings, request), Flow.MODEL, solver);
    }

    private static SchedulerState straight(Call call) {
        double distance = call.to().sigma() - call.from().sigma();
        return call.next(Tensor.weightedSum(1, call.x(), distance, call.output()), call.clean());
    }

    /** To the clean sample and back up to the next level with fresh noise. */
    static SchedulerState again(Call call) {
        Tensor clean = call.clean();
        Level to = call.to();
        return call.next(Tensor.weightedSum(to.alpha(), clean, to.sigma(), call.noise()), clean);
    }
}
