package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.schedule.DistilledSpacing;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import java.util.function.UnaryOperator;

/**
 * Zheng et al. 2024, "Trajectory consistency distillation", algorithm 4: jump below the next level, add noise up to it.
 */
public final class Tcd extends BuiltIn {

    /** The paper's gamma, 0 (deterministic) to 1 (as LCM); the reference's default. */
    private static final double GAMMA = 0.3;

    /** For the service loader. */
    public Tcd() {
        super(
                "tcd",
                "TCD",
                "TCDScheduler",
                Use.DISTILLED,
                "For trajectory-consistency distilled models; 1 to 8 steps",
                Lcm.distilled());
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        // The reference knows the keys of clipping and thresholding but does neither.
        Call.Model model = new Call.Model(Parametrization.of(settings), UnaryOperator.identity(), false);
        return request -> {
            int[] points = DistilledSpacing.points(settings, table.size(), request);
            return new GridPlan(Ddpm.grid(table, points), model, call -> advance(call, table, points));
        };
    }

    private static SchedulerState advance(Call call, NoiseTable table, int[] points) {
        boolean last = call.remaining() == 0;
        int next = last ? 0 : points[call.index() + 1];
        Level below = table.level((int) ((float) (1 - GAMMA) * next));
        Tensor clean = call.clean();
        Tensor noise = call.prediction().noise(call.from(), call.x(), call.output());
        Tensor jump = Tensor.weightedSum(below.alpha(), clean, below.sigma(), noise);
        if (last) {
            return call.next(jump, clean);
        }
        double kept = call.to().alpha() / below.alpha();
        return call.next(Tensor.weightedSum(kept, jump, Math.sqrt(1 - kept * kept), call.noise()), clean);
    }
}
