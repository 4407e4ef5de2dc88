package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.Spacing;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * DDIM backwards, from a picture to the noise that would give it (Mokady et al. 2023, "Null-text inversion", section
 * 3).
 */
public final class DdimInverse extends BuiltIn {

    /** For the service loader. */
    public DdimInverse() {
        super(
                "ddim-inverse",
                "DDIM inverse",
                "DDIMInverseScheduler",
                Use.OTHER,
                "From a picture back to its noise",
                all(
                        Options.betas(0.0001, 0.02),
                        Options.prediction("epsilon", "sample", "v_prediction"),
                        Options.INVERSE_SPACING,
                        Options.clip(true),
                        Options.ZERO_SNR,
                        Ddim.ALPHA_ONE));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Spacing spacing = Spacing.of(settings, table.size());
        boolean one = settings.flag("set_alpha_to_one");
        if (one && settings.is("prediction_type", "sample")) {
            throw Settings.notAllowed(
                    "set_alpha_to_one",
                    true,
                    "with prediction_type sample there is no noise to predict at the clean sample");
        }
        Level begin = one ? Level.preserving(0) : table.level(0);
        Call.Model model = new Call.Model(Parametrization.of(settings), Range.of(settings), false);
        return request -> {
            int steps = request.steps();
            Grid grid = grid(table, ascending(spacing.wholePoints(steps)), table.size() / steps, begin);
            return new GridPlan(grid, model, Ddim::advance);
        };
    }

    private static int[] ascending(int[] timesteps) {
        return Arrays.stream(timesteps).sorted().toArray();
    }

    private static Grid grid(NoiseTable table, int[] ascending, int stride, Level begin) {
        IntFunction<Level> from = k -> {
            int before = Math.min(ascending[k] - stride, table.size() - 1);
            return before >= 0 ? table.level(before) : begin;
        };
        return Grid.ofTimesteps(ascending, from, k -> table.level(ascending[k]));
    }
}
