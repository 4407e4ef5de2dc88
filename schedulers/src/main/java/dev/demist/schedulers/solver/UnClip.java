package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.integer;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import java.util.stream.IntStream;

/**
 * {@link Ddpm} as in Ramesh et al. 2022 (unCLIP): every call is one trained timestep down, wherever the next call
 * begins.
 */
public final class UnClip extends BuiltIn {

    /** For the service loader. */
    public UnClip() {
        super(
                "unclip",
                "unCLIP",
                "UnCLIPScheduler",
                Use.OTHER,
                "Ancestral sampling of unCLIP models",
                all(
                        integer("num_train_timesteps", 1000, "timesteps the model was trained on"),
                        choice(
                                "variance_type",
                                "variance of the noise added at each step",
                                "fixed_small_log",
                                "learned_range"),
                        Options.clip(true),
                        Options.prediction("epsilon", "sample"),
                        choice("beta_schedule", "how beta grows", "squaredcos_cap_v2")));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Posterior posterior = new Posterior(settings.choice("variance_type"));
        Call.Model model = new Call.Model(Parametrization.of(settings), Range.of(settings), posterior.learned());
        return request -> new GridPlan(
                grid(table, request.steps()),
                model,
                call -> Ddpm.advance(call, call.clean(), posterior, table.beta((int) call.timestep())));
    }

    private static Grid grid(NoiseTable table, int steps) {
        if (steps < 2 || steps > table.size()) {
            throw new IllegalArgumentException("steps: " + steps + " is not allowed; unCLIP needs 2 to " + table.size()
                    + " steps, since its timesteps include both ends");
        }
        double stride = (table.size() - 1.0) / (steps - 1);
        int[] timesteps = IntStream.range(0, steps)
                .map(k -> (int) Math.rint((steps - 1 - k) * stride))
                .toArray();
        return Grid.ofTimesteps(
                timesteps,
                k -> table.level(timesteps[k]),
                k -> timesteps[k] > 0 ? table.level(timesteps[k] - 1) : Level.preserving(0));
    }
}
