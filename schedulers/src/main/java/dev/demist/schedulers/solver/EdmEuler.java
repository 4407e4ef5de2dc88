package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.SigmaSchedule.End;

/** {@link Euler} for models of Karras et al. 2022 (EDM). */
public final class EdmEuler extends BuiltIn {

    /** For the service loader. */
    public EdmEuler() {
        super("edm-euler", "EDM Euler", "EDMEulerScheduler", Use.EDM, "Euler for EDM models", Edm.OPTIONS);
    }

    @Override
    Scheduler configure(Settings settings) {
        Call.Model model = Edm.model(settings);
        return request -> new GridPlan(Edm.grid(settings, End.LAST, request.steps()), model, Euler::advance);
    }
}
