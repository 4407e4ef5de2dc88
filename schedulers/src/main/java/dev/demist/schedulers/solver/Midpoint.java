package dev.demist.schedulers.solver;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.stream.IntStream;

/**
 * The midpoint rule in log sigma (DPM-Solver-2 as in Karras et al. 2022, appendix C): a step to the geometric mean of
 * two sigmas and, with the slope found there, the whole step. Between the two calls, the sample at the beginning is
 * remembered.
 *
 * @param ancestral whether a step goes below its sigma and noise brings it up again
 */
record Midpoint(boolean ancestral) implements Solver {

    Grid grid(NoiseTable table, Settings settings, PlanRequest request) {
        SigmaSchedule schedule = SigmaSchedule.ofPoints(table, settings, Rounding.KARRAS, request);
        double[] sigmas = schedule.sigmas();
        int calls = 2 * schedule.timesteps().length - 1;
        double[] middles = IntStream.range(0, sigmas.length - 1)
                .mapToDouble(point -> middle(sigmas[point], target(sigmas[point], sigmas[point + 1])))
                .toArray();
        double[] times = IntStream.range(0, calls)
                .mapToDouble(k -> k % 2 == 0 ? schedule.timesteps()[k / 2] : (float) table.timestepOf(middles[k / 2]))
                .toArray();
        return Grid.of(
                times,
                k -> Level.exploding(k % 2 == 0 ? sigmas[k / 2] : middles[k / 2]),
                k -> Level.exploding(k % 2 == 0 ? middles[k / 2] : sigmas[k / 2 + 1]),
                schedule.startScale(settings),
                2);
    }

    /** The geometric mean, as float32 logarithms give it. */
    private static double middle(double sigma, double target) {
        float low = (float) Math.log(target);
        return target == 0 ? 0 : (float) Math.exp(low - (low - (float) Math.log(sigma)) / 2);
    }

    private double target(double sigma, double next) {
        return ancestral ? EulerAncestral.Ancestral.between(sigma, next).down() : next;
    }

    @Override
    public SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        double sigma = call.from().sigma();
        Tensor slope = Euler.slope(call.x(), clean, sigma);
        if (call.index() % 2 == 0) {
            return call.next(Euler.move(call.x(), slope, call.to().sigma() - sigma), clean, call.x());
        }
        if (call.history().isEmpty()) {
            // A start in between (image to image) has no beginning to return to.
            return call.next(Euler.move(call.x(), slope, call.to().sigma() - sigma), clean);
        }
        double begin = call.from(1).sigma();
        Tensor next =
                Euler.move(call.history().get(0), slope, target(begin, call.to().sigma()) - begin);
        if (ancestral) {
            double up =
                    EulerAncestral.Ancestral.between(begin, call.to().sigma()).up();
            next = Tensor.weightedSum(1, next, up, call.noise());
        }
        return call.next(next, clean);
    }
}
