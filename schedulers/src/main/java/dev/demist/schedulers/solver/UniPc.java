package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.all;
import static dev.demist.schedulers.Options.choice;
import static dev.demist.schedulers.Options.flag;
import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.number;
import static dev.demist.schedulers.Options.numbers;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.Scheduler;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.FlowSigmas;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Zhao et al. 2023, "UniPC: a unified predictor-corrector framework for fast sampling of diffusion models". */
public final class UniPc extends BuiltIn {

    /** For the service loader. */
    public UniPc() {
        super(
                "unipc",
                "UniPC",
                "UniPCMultistepScheduler",
                Use.DIFFUSION,
                "Predictor-corrector; good pictures in 5 to 15 steps",
                all(
                        LogSnr.options("epsilon", "sample", "v_prediction", "flow_prediction"),
                        integer("solver_order", 2, "order of the predictor, 1 or more; the corrector's is one higher"),
                        choice("solver_type", "the function B(h) of the paper", "bh2", "bh1"),
                        flag("predict_x0", true, "extrapolate the clean sample, not the noise"),
                        flag("lower_order_final", true, "lower the order of the last steps"),
                        numbers("disable_corrector", "calls after which nothing is corrected"),
                        number("shift_terminal", null, "stretch the flow sigmas so that the last one is this"),
                        Options.SIGMA_RANGE,
                        Options.FINAL_SIGMA,
                        Options.ZERO_SNR));
    }

    @Override
    Custom custom() {
        return Custom.SIGMAS;
    }

    @Override
    Scheduler configure(Settings settings) {
        LogSnr.requireOnePlacement(settings, "use_karras_sigmas");
        if (settings.has("shift_terminal") && !settings.flag("use_flow_sigmas")) {
            throw Settings.notAllowed("shift_terminal", settings.number("shift_terminal"), "it needs use_flow_sigmas");
        }
        LogSnr.requireNoise(settings, settings.flag("predict_x0"));
        NoiseTable table = NoiseTable.finite(settings);
        Call.Model model = LogSnr.model(settings);
        UniPcFormula formula = new UniPcFormula(settings.flag("predict_x0"), settings.is("solver_type", "bh2"));
        int order = settings.integer("solver_order", 1, 9);
        boolean lower = settings.flag("lower_order_final");
        Set<Integer> uncorrected = Arrays.stream(settings.numbers("disable_corrector"))
                .mapToObj(call -> (int) call)
                .collect(Collectors.toSet());
        UniPcSteps solver = new UniPcSteps(formula, order, lower, uncorrected);
        return request -> new GridPlan(grid(table, settings, request), model, solver);
    }

    private static Grid grid(NoiseTable table, Settings settings, PlanRequest request) {
        if (request.hasSigmas() && !LogSnr.isFlow(settings)) {
            throw new IllegalArgumentException("sigmas: scheduler unipc takes custom sigmas only with use_flow_sigmas:"
                    + " true and without another placement of the sigmas");
        }
        if (!settings.flag("use_flow_sigmas")) {
            return LogSnr.grid(table, settings, Rounding.KARRAS, End.of(settings, End.LAST), request);
        }
        return LogSnr.grid(
                settings.flag("use_karras_sigmas")
                        ? FlowSigmas.bounded(table, settings, request.steps())
                        : FlowSigmas.stretched(table, settings, request),
                settings);
    }
}
