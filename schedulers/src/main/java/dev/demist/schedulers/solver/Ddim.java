package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.flag;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.Spacing;

/** Song et al. 2021, "Denoising diffusion implicit models", eq. 12 with eta 0. */
public final class Ddim extends BuiltIn {

    static final SchedulerOption ALPHA_ONE = flag("set_alpha_to_one", true, "end without any noise, not at timestep 0");

    /** For the service loader. */
    public Ddim() {
        super(
                "ddim",
                "DDIM",
                "DDIMScheduler",
                Use.DIFFUSION,
                "Deterministic; the plain way from noise to picture",
                all(
                        Options.betas(0.0001, 0.02),
                        Options.prediction("epsilon", "sample", "v_prediction"),
                        Options.spacing("leading"),
                        Options.clip(true),
                        Options.THRESHOLDING,
                        Options.ZERO_SNR,
                        ALPHA_ONE));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Spacing spacing = Spacing.of(settings, table.size());
        Level end = settings.flag("set_alpha_to_one") ? Level.preserving(0) : table.level(0);
        Call.Model model = new Call.Model(Parametrization.of(settings), Range.of(settings), false);
        return request -> {
            int steps = request.steps();
            Grid grid = grid(table, spacing.wholePoints(steps), table.size() / steps, end);
            return new GridPlan(grid, model, Ddim::advance);
        };
    }

    private static Grid grid(NoiseTable table, int[] timesteps, int stride, Level end) {
        return Grid.ofTimesteps(timesteps, k -> table.level(timesteps[k]), k -> {
            int before = timesteps[k] - stride;
            return before >= 0 ? table.level(before) : end;
        });
    }

    static SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        Tensor noise = call.prediction().noise(call.from(), call.x(), call.output());
        return call.next(Tensor.weightedSum(call.to().alpha(), clean, call.to().sigma(), noise), clean);
    }
}
