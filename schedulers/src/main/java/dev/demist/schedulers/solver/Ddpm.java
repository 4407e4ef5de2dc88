package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.CustomTimesteps;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.Spacing;

/** Ancestral sampling of Ho et al. 2020, "Denoising diffusion probabilistic models", algorithm 2. */
public final class Ddpm extends BuiltIn {

    /** For the service loader. */
    public Ddpm() {
        super(
                "ddpm",
                "DDPM",
                "DDPMScheduler",
                Use.DIFFUSION,
                "Ancestral sampling as in the first diffusion models; needs many steps",
                all(
                        Options.betas(0.0001, 0.02),
                        Options.prediction("epsilon", "sample", "v_prediction"),
                        Options.spacing("leading"),
                        Options.clip(true),
                        Options.THRESHOLDING,
                        Options.ZERO_SNR,
                        choice("variance_type", "variance of the noise added at each step", Posterior.VARIANCES)));
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Spacing spacing = Spacing.of(settings, table.size());
        Posterior posterior = new Posterior(settings.choice("variance_type"));
        Call.Model model = new Call.Model(Parametrization.of(settings), Range.of(settings), posterior.learned());
        return request -> {
            int[] timesteps = request.hasTimesteps()
                    ? CustomTimesteps.whole(request, table.size())
                    : spacing.wholePoints(request.steps());
            return new GridPlan(grid(table, timesteps), model, call -> advance(call, posterior));
        };
    }

    static Grid grid(NoiseTable table, int[] timesteps) {
        return Grid.ofTimesteps(timesteps, k -> table.level(timesteps[k]), k -> {
            boolean last = k + 1 == timesteps.length || timesteps[k + 1] < 0;
            return last ? Level.preserving(0) : table.level(timesteps[k + 1]);
        });
    }

    static SchedulerState advance(Call call, Posterior posterior) {
        Tensor clean = call.clean();
        return advance(call, clean, posterior, Posterior.beta(call.from(), call.to()));
    }

    static SchedulerState advance(Call call, Tensor clean, Posterior posterior, double beta) {
        Tensor mean = posterior.mean(call, clean, beta);
        return call.next(call.timestep() > 0 ? mean.plus(posterior.noise(call, beta)) : mean, clean);
    }
}
