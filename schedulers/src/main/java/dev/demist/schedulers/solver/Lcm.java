package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.number;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.DistilledSpacing;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import java.util.List;

/** Luo et al. 2023, "Latent consistency models", algorithm 3: jump to the clean sample, add noise again. */
public final class Lcm extends BuiltIn {

    private static final double DATA = 0.5;

    /** For the service loader. */
    public Lcm() {
        super(
                "lcm",
                "LCM",
                "LCMScheduler",
                Use.DISTILLED,
                "For distilled latent consistency models; 1 to 8 steps",
                distilled());
    }

    /** The keys of schedulers for distilled models. */
    static List<SchedulerOption> distilled() {
        return all(
                Options.betas(0.00085, 0.012),
                Options.choice(
                        "beta_schedule",
                        "how beta grows",
                        "scaled_linear",
                        "linear",
                        "squaredcos_cap_v2",
                        "sigmoid",
                        "exp",
                        "laplace"),
                integer("original_inference_steps", 50, "steps that the teacher was run with"),
                Options.clip(false),
                Ddim.ALPHA_ONE,
                Options.spacing("leading"),
                Options.prediction("epsilon", "sample", "v_prediction"),
                Options.THRESHOLDING,
                number("timestep_scaling", 10.0, "scale of the timestep in the boundary condition"),
                Options.ZERO_SNR);
    }

    @Override
    Custom custom() {
        return Custom.TIMESTEPS;
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = new Call.Model(Parametrization.of(settings), Range.of(settings), false);
        double scaling = settings.number("timestep_scaling");
        return request -> new GridPlan(
                Ddpm.grid(table, DistilledSpacing.points(settings, table.size(), request)),
                model,
                call -> advance(call, scaling));
    }

    private static SchedulerState advance(Call call, double scaling) {
        double time = call.timestep() * scaling;
        double square = time * time + DATA * DATA;
        Tensor clean = Tensor.weightedSum(time / Math.sqrt(square), call.clean(), DATA * DATA / square, call.x());
        if (call.remaining() == 0) {
            return call.next(clean, clean);
        }
        Level to = call.to();
        return call.next(Tensor.weightedSum(to.alpha(), clean, to.sigma(), call.noise()), clean);
    }
}
