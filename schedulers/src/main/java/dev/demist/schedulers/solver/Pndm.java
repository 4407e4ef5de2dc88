package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.flag;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.Spacing;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Liu et al. 2022, "Pseudo numerical methods for diffusion models on manifolds": three Runge-Kutta steps of four calls
 * (or one repeated timestep) warm a linear multistep method of order four up.
 */
public final class Pndm extends BuiltIn {

    private static final int WARM_UP = 4;

    /** For the service loader. */
    public Pndm() {
        super(
                "pndm",
                "PNDM (PLMS)",
                "PNDMScheduler",
                Use.diffusionFrom(30),
                "Linear multistep of order four; Stable Diffusion's first default",
                all(
                        Options.betas(0.0001, 0.02),
                        flag(
                                "skip_prk_steps",
                                false,
                                "warm up with one repeated timestep instead of Runge-Kutta steps"),
                        flag("set_alpha_to_one", false, "end without any noise, not at timestep 0"),
                        Options.prediction("epsilon", "v_prediction"),
                        Options.spacing("leading")));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Spacing spacing = Spacing.of(settings, table.size());
        Level end = settings.flag("set_alpha_to_one") ? Level.preserving(0) : table.level(0);
        Call.Model model = Call.Model.of(Parametrization.of(settings));
        boolean skip = settings.flag("skip_prk_steps");
        return request -> {
            int steps = request.steps();
            int stride = table.size() / steps;
            int[] points = spacing.wholePoints(steps);
            int[] warmUp = skip ? new int[0] : rungeKuttaTimesteps(points, stride);
            int[] times =
                    skip ? repeated(points) : join(warmUp, Arrays.copyOfRange(points, WARM_UP - 1, points.length));
            PndmSteps solver = new PndmSteps(table, end, stride, warmUp);
            return new GridPlan(grid(table, times), model, solver);
        };
    }

    private static Grid grid(NoiseTable table, int[] timesteps) {
        // The solver goes where its own arithmetic leads; see PndmSteps.
        return Grid.ofTimesteps(timesteps, k -> table.level(timesteps[k]), k -> table.level(timesteps[k]));
    }

    /** The second timestep twice. */
    private static int[] repeated(int[] points) {
        return points.length == 1
                ? points
                : join(Arrays.copyOf(points, 2), Arrays.copyOfRange(points, 1, points.length));
    }

    /** Each of the first three steps is seen at its beginning, twice in its middle and at its end. */
    private static int[] rungeKuttaTimesteps(int[] points, int stride) {
        if (points.length < WARM_UP) {
            throw new IllegalArgumentException(
                    "steps: " + points.length + " is not allowed; the Runge-Kutta warm-up of PNDM needs at" + " least "
                            + WARM_UP + " steps (or skip_prk_steps: true)");
        }
        return IntStream.range(0, WARM_UP - 1)
                .flatMap(i -> {
                    int middle = points[i + 1] + stride / 2;
                    return IntStream.of(points[i], middle, middle, points[i + 1]);
                })
                .toArray();
    }

    private static int[] join(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
