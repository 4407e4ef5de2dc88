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

/**
 * DDIM backwards, from a picture to the noise that would give it (Mokady et al. 2023, "Null-text inversion", section
 * 3).
 */
public final class DdimInverse extends BuiltIn {

    /** For the service loader. */
    public DdimInverse() {
        super(
                "ddim-inverse",
                "DDIMInverseScheduler",
                "From a picture back to its noise",
                all(
                        Options.betas(0.0001, 0.02),
                        Options.prediction("epsilon", "sample", "v_prediction"),
                        Options.spacing("leading"),
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
                    "set_alpha_to_one", true, "prediction_type sample tells no noise where there is none");
        }
        Level begin = one ? Level.preserving(0) : table.level(0);
        Call.Model model = new Call.Model(Parametrization.of(settings), Range.of(settings), false);
        return steps -> new GridPlan(
                grid(table, spacing.wholePoints(steps), table.size() / steps, begin), model, Ddim::advance);
    }

    private static Grid grid(NoiseTable table, int[] descending, int stride, Level begin) {
        int calls = descending.length;
        double[] times = new double[calls];
        Level[] from = new Level[calls];
        Level[] to = new Level[calls];
        for (int k = 0; k < calls; k++) {
            int timestep = descending[calls - 1 - k];
            int before = Math.min(timestep - stride, table.size() - 1);
            times[k] = timestep;
            from[k] = before >= 0 ? table.level(before) : begin;
            to[k] = table.level(timestep);
        }
        return new Grid(times, from, to, 1, 1);
    }
}
