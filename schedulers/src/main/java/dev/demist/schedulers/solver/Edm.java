package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.number;

import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Preconditioned;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.EdmSigmas;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.SigmaSchedule;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import java.util.List;

/** The options, grid and model that schedulers for EDM models (Karras et al. 2022) share. */
final class Edm {

    static final List<SchedulerOption> OPTIONS = List.of(
            number("sigma_min", 0.002, "smallest sigma"),
            number("sigma_max", 80.0, "largest sigma"),
            number("sigma_data", 0.5, "standard deviation of clean samples"),
            choice("sigma_schedule", "how the sigmas are spaced", "karras", "exponential"),
            integer("num_train_timesteps", 1000, "timesteps the model was trained on"),
            Options.prediction("epsilon", "v_prediction"),
            number("rho", 7.0, "exponent of Karras' spacing"),
            Options.FINAL_SIGMA);

    private Edm() {}

    static Grid grid(Settings settings, End last, int steps) {
        SigmaSchedule schedule = EdmSigmas.of(settings, last, steps);
        double max = settings.number("sigma_max");
        return Grid.ofSigmas(schedule.timesteps(), schedule.sigmas(), Level::exploding, Math.sqrt(max * max + 1));
    }

    static Call.Model model(Settings settings) {
        int sign = settings.is("prediction_type", "v_prediction") ? -1 : 1;
        return new Call.Model(new Preconditioned(settings.number("sigma_data"), 0, sign), Range.of(settings), false);
    }
}
