package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.flag;
import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.number;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.schedule.FlowSigmas;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.SigmaSchedule;
import java.util.List;

/** The options, grid and model that schedulers for flow matching (Lipman et al. 2023) share. */
final class Flow {

    static final Call.Model MODEL = Call.Model.of(Parametrization.FLOW_PREDICTION);

    static final List<SchedulerOption> SHIFT = List.of(
            integer("num_train_timesteps", 1000, "timesteps the model was trained on"),
            number("shift", 1.0, "shift of the sigmas towards noise"));

    static final List<SchedulerOption> OPTIONS = all(
            SHIFT,
            Options.DYNAMIC_SHIFT,
            flag("invert_sigmas", false, "from 0 to 1"),
            number("shift_terminal", null, "stretch the sigmas so that the last one is this"),
            Options.SIGMAS);

    private Flow() {}

    static Grid grid(Settings settings, PlanRequest request) {
        SigmaSchedule schedule = FlowSigmas.matched(settings, request);
        return Grid.ofSigmas(schedule.timesteps(), schedule.sigmas(), Level::flow, 1);
    }
}
