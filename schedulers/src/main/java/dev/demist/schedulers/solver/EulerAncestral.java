package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;

/**
 * Ancestral sampling with Euler's method (Crowson, k-diffusion): a step below the next sigma, and noise back up to it.
 */
public final class EulerAncestral extends BuiltIn {

    /** For the service loader. */
    public EulerAncestral() {
        super(
                "euler-a",
                "Euler a",
                "EulerAncestralDiscreteScheduler",
                Use.DIFFUSION,
                "Euler with fresh noise at every step; never settles",
                Diffusion.options(0.0001, 0.02, Options.ZERO_SNR, Options.prediction("epsilon", "v_prediction")));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.finite(settings);
        Call.Model model = Diffusion.model(settings);
        return request ->
                new GridPlan(Diffusion.grid(table, settings, Rounding.NONE, request), model, EulerAncestral::advance);
    }

    private static SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        Ancestral split = Ancestral.between(call.from().sigma(), call.to().sigma());
        double sigma = call.from().sigma();
        Tensor down = Euler.move(call.x(), Euler.slope(call.x(), clean, sigma), split.down() - sigma);
        return call.next(down.plus(call.noise().times(split.up())), clean);
    }

    /**
     * How far down a step goes and how much noise brings it {@code up} again; in float32, in which the difference is
     * visible.
     */
    record Ancestral(float down, float up) {

        static Ancestral between(double sigma, double next) {
            float from = (float) (sigma * sigma);
            float to = (float) (next * next);
            float up = (float) Math.sqrt(to * (from - to) / from);
            float down = to - up * up;
            // Where float32 loses the difference altogether, its value in real numbers.
            return new Ancestral(down > 0 ? (float) Math.sqrt(down) : to / (float) sigma, up);
        }
    }
}
