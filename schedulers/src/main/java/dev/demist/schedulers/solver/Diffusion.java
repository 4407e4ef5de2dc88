package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.List;

/**
 * The grid, model and options that the solvers of k-diffusion share: variance exploding samples on the sigmas of a
 * trained table.
 */
final class Diffusion {

    private Diffusion() {}

    static Grid grid(NoiseTable table, Settings settings, Rounding rounding, PlanRequest request) {
        SigmaSchedule schedule = SigmaSchedule.ofPoints(table, settings, rounding, request);
        return Grid.ofSigmas(schedule.timesteps(), schedule.sigmas(), Level::exploding, schedule.startScale(settings));
    }

    static Call.Model model(Settings settings) {
        return new Call.Model(Parametrization.of(settings), Range.of(settings), false);
    }

    /** {@code more} may replace any of the shared options. */
    static List<SchedulerOption> options(double betaStart, double betaEnd, Object... more) {
        return all(
                Options.betas(betaStart, betaEnd),
                Options.prediction("epsilon", "v_prediction", "sample"),
                Options.spacing("linspace"),
                all(more));
    }
}
