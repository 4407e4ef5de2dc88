package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.choice;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.Arrays;

/**
 * Karras et al. 2022, "Elucidating the design space of diffusion-based generative models", algorithm 2 without churn.
 */
public final class Euler extends BuiltIn {

    /** For the service loader. */
    public Euler() {
        super(
                "euler",
                "Euler",
                "EulerDiscreteScheduler",
                Use.DIFFUSION,
                "Deterministic first order; plain and dependable",
                Diffusion.options(
                        0.0001,
                        0.02,
                        Options.SIGMAS,
                        Options.SIGMA_RANGE,
                        Options.ZERO_SNR,
                        Options.FINAL_SIGMA,
                        choice("interpolation_type", "how sigmas between timesteps are found", "linear", "log_linear"),
                        choice(
                                "timestep_type",
                                "time that the model is given: its timestep or log(sigma)/4",
                                "discrete",
                                "continuous")));
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS_OR_SIGMAS;
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.finite(settings);
        Call.Model model = Diffusion.model(settings);
        boolean continuous =
                settings.is("timestep_type", "continuous") && settings.is("prediction_type", "v_prediction");
        return request -> {
            if (continuous && request.hasTimesteps()) {
                throw Settings.notAllowed("timestep_type", "continuous", "custom timesteps have no meaning for it");
            }
            Grid grid = Diffusion.grid(table, settings, Rounding.NONE, request);
            return new GridPlan(continuous ? continuous(grid) : grid, model, Euler::advance);
        };
    }

    private static Grid continuous(Grid grid) {
        double[] times = Arrays.stream(grid.from())
                .mapToDouble(at -> (float) (0.25 * Math.log(at.sigma())))
                .toArray();
        return new Grid(times, grid.from(), grid.to(), grid.startScale(), grid.order());
    }

    static SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        double sigma = call.from().sigma();
        return call.next(move(call.x(), slope(call.x(), clean, sigma), call.to().sigma() - sigma), clean);
    }

    /**
     * dx/dsigma. In float32 at each operation: at a sigma of thousands the reference's rounding is part of the result.
     */
    static Tensor slope(Tensor x, Tensor clean, double sigma) {
        return x.minus(clean).times(1 / sigma);
    }

    /** {@code x} moved along {@code slope}, rounded in the same way. */
    static Tensor move(Tensor x, Tensor slope, double distance) {
        return x.plus(slope.times((float) distance));
    }
}
