package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.FlowSigmas;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule;
import java.util.List;

/**
 * What the solvers in log-SNR share: variance preserving samples on intervals of a trained table, or flow matching
 * ones.
 */
final class LogSnr {

    private LogSnr() {}

    static Grid grid(NoiseTable table, Settings settings, int steps) {
        if (settings.flag("use_flow_sigmas")) {
            return grid(FlowSigmas.shifted(table, settings, steps), settings);
        }
        return grid(SigmaSchedule.ofIntervals(table, settings, steps), settings);
    }

    static Grid grid(SigmaSchedule schedule, Settings settings) {
        boolean flow = settings.flag("use_flow_sigmas");
        return Grid.ofSigmas(schedule.timesteps(), schedule.sigmas(), flow ? Level::flow : Level::preserving, 1);
    }

    static Call.Model model(Settings settings) {
        boolean learned = settings.is("variance_type", "learned") || settings.is("variance_type", "learned_range");
        return new Call.Model(Parametrization.of(settings), Range.of(settings), learned);
    }

    static List<SchedulerOption> options(String... predictions) {
        return Options.all(
                Options.betas(0.0001, 0.02),
                Options.prediction(predictions),
                Options.spacing("linspace"),
                Options.SIGMAS,
                Options.THRESHOLDING);
    }
}
