package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.flag;
import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.number;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Preconditioned;
import dev.demist.schedulers.schedule.CustomTimesteps;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.SigmaSchedule;
import dev.demist.schedulers.schedule.Sigmas;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Song et al. 2023, "Consistency models", algorithm 1: jump to the clean sample, add noise again. */
public final class Consistency extends BuiltIn {

    /** For the service loader. */
    public Consistency() {
        super(
                "cm",
                "Consistency",
                "CMStochasticIterativeScheduler",
                Use.OTHER,
                "For consistency models; one or a few steps",
                List.of(
                        integer("num_train_timesteps", 40, "sigmas the model was trained on"),
                        number("sigma_min", 0.002, "smallest sigma"),
                        number("sigma_max", 80.0, "largest sigma"),
                        number("sigma_data", 0.5, "standard deviation of clean samples"),
                        number("s_noise", 1.0, "scale of the added noise"),
                        number("rho", 7.0, "exponent of Karras' spacing"),
                        flag("clip_denoised", true, "clip the predicted clean sample to -1 ... 1")));
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        double min = settings.number("sigma_min");
        UnaryOperator<Tensor> range =
                settings.flag("clip_denoised") ? sample -> sample.clamp(-1, 1) : UnaryOperator.identity();
        Call.Model model = new Call.Model(new Preconditioned(settings.number("sigma_data"), min, 1), range, false);
        double scale = settings.number("s_noise");
        return request -> {
            Grid grid = grid(settings, request);
            return new GridPlan(grid, model, call -> advance(call, min, request.steps() > 1 ? scale : 0));
        };
    }

    private static Grid grid(Settings settings, PlanRequest request) {
        int trained = settings.integer("num_train_timesteps", 2, 1_000_000);
        int[] indices = request.hasTimesteps()
                ? ascending(CustomTimesteps.whole(request, trained))
                : even(request.steps(), trained);
        double[] all = Sigmas.karras(
                settings.number("sigma_max"), settings.number("sigma_min"), settings.number("rho"), trained);
        double[] sigmas = Arrays.stream(indices).mapToDouble(i -> all[i]).toArray();
        double[] times =
                Arrays.stream(sigmas).map(sigma -> 250 * Math.log(sigma)).toArray();
        SigmaSchedule schedule = SigmaSchedule.ended(times, sigmas, settings.number("sigma_min"));
        return Grid.ofSigmas(times, schedule.sigmas(), Level::exploding, settings.number("sigma_max"));
    }

    /** A timestep counts the trained sigmas from noise to clean, so that the smallest of custom ones comes first. */
    private static int[] ascending(int[] timesteps) {
        return Arrays.stream(timesteps).sorted().toArray();
    }

    private static int[] even(int steps, int trained) {
        if (steps > trained) {
            throw new IllegalArgumentException("steps: " + steps + " is not allowed; it must be 1 to " + trained
                    + ", the sigmas that the model was trained on");
        }
        return IntStream.range(0, steps).map(i -> i * (trained / steps)).toArray();
    }

    private static SchedulerState advance(Call call, double min, double scale) {
        Tensor clean = call.clean();
        if (scale == 0) {
            return call.next(clean, clean);
        }
        double sigma = Math.max(call.to().sigma(), min);
        return call.next(
                Tensor.weightedSum(1, clean, scale * Math.sqrt(sigma * sigma - min * min), call.noise()), clean);
    }
}
