package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Karras et al. 2022, algorithm 1: Euler's step, corrected with the slope at its end. Two calls a step, the last one
 * excepted. Between the two, the sample and the slope at the beginning are remembered.
 */
public final class Heun extends BuiltIn {

    /** For the service loader. */
    public Heun() {
        super(
                "heun",
                "Heun",
                "HeunDiscreteScheduler",
                Use.DIFFUSION,
                "Second order with two calls a step",
                Diffusion.options(0.00085, 0.012, Options.SIGMAS, Options.clip(false)));
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = Diffusion.model(settings);
        return request ->
                new GridPlan(twice(Diffusion.grid(table, settings, Rounding.NONE, request)), model, Heun::advance);
    }

    /** Every call but the first a second time: as the correction of the step before and as the beginning of its own. */
    static Grid twice(Grid once) {
        int[] points =
                IntStream.range(0, 2 * once.calls() - 1).map(k -> (k + 1) / 2).toArray();
        return Grid.of(
                Arrays.stream(points).mapToDouble(p -> once.timesteps()[p]).toArray(),
                k -> once.from()[points[k]],
                k -> k % 2 == 0 ? once.to()[points[k]] : once.from()[points[k]],
                once.startScale(),
                2);
    }

    static SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        if (call.index() % 2 == 1) {
            // A start in between (image to image) has nothing to correct.
            return call.history().isEmpty() ? call.next(call.x(), clean) : correct(call, clean);
        }
        double sigma = call.from().sigma();
        double move = call.to().sigma() - sigma;
        Tensor slope = Euler.slope(call.x(), clean, sigma);
        return call.next(Euler.move(call.x(), slope, move), clean, call.x(), slope);
    }

    private static SchedulerState correct(Call call, Tensor clean) {
        double sigma = call.from().sigma();
        Tensor mean = Tensor.weightedSum(0.5, call.history().get(1), 0.5, Euler.slope(call.x(), clean, sigma));
        return call.next(
                Euler.move(call.history().get(0), mean, sigma - call.from(1).sigma()), clean);
    }
}
