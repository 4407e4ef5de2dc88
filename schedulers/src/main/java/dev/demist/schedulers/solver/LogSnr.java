package dev.demist.schedulers.solver;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.prediction.Range;
import dev.demist.schedulers.schedule.CustomTimesteps;
import dev.demist.schedulers.schedule.FlowSigmas;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule;
import dev.demist.schedulers.schedule.SigmaSchedule.End;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.List;

/**
 * What the solvers in log-SNR share: variance preserving samples on intervals of a trained table, or flow matching
 * ones.
 */
final class LogSnr {

    static final SchedulerOption LOWER_ORDER_FINAL =
            Options.flag("lower_order_final", true, "lower the order of the last steps, if there are fewer than 15");

    /** Which part of the trained timesteps and of the model's output is used. */
    static final List<SchedulerOption> TRAINED_VARIANCE = List.of(
            Options.number(
                    "lambda_min_clipped", Double.NEGATIVE_INFINITY, "leave out timesteps of a lower half log-SNR"),
            Options.choice(
                    "variance_type",
                    "a variance that the model predicts too and that is left out",
                    "none",
                    "learned",
                    "learned_range"));

    private static final List<String> PLACEMENTS =
            List.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "use_lu_lambdas");

    private LogSnr() {}

    static Grid grid(NoiseTable table, Settings settings, Rounding rounding, End end, PlanRequest request) {
        CustomTimesteps.requireUnplaced(request, settings);
        SigmaSchedule schedule = isFlow(settings)
                ? FlowSigmas.shifted(table, settings, end, request)
                : SigmaSchedule.ofIntervals(table, settings, rounding, end, request);
        return grid(schedule, settings);
    }

    /** Whether the sigmas are those of flow matching and not placed in another way. */
    static boolean isFlow(Settings settings) {
        return settings.flag("use_flow_sigmas") && PLACEMENTS.stream().noneMatch(settings::flag);
    }

    /**
     * The other placements give sigmas of variance exploding samples, which have no meaning in flow matching.
     *
     * @param bounded those that the scheduler knows how to take into flow matching's range
     */
    static void requireOnePlacement(Settings settings, String... bounded) {
        PLACEMENTS.stream()
                .filter(flag -> settings.flag("use_flow_sigmas") && settings.flag(flag))
                .filter(flag -> !List.of(bounded).contains(flag))
                .findFirst()
                .ifPresent(flag -> {
                    throw Settings.notAllowed(flag, true, "it cannot be combined with use_flow_sigmas: true");
                });
    }

    static Grid grid(SigmaSchedule schedule, Settings settings) {
        boolean flow = settings.flag("use_flow_sigmas");
        return Grid.ofSigmas(schedule.timesteps(), schedule.sigmas(), flow ? Level::flow : Level::preserving, 1)
                .requireProgress();
    }

    /** Solvers that extrapolate the noise, not the {@code data}, have no formula for it in flow matching. */
    static void requireNoise(Settings settings, boolean data) {
        if (!data && settings.is("prediction_type", "flow_prediction")) {
            throw Settings.notAllowed(
                    "prediction_type", "flow_prediction", "the solver has to extrapolate the clean sample for it");
        }
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
                Options.FLOW_SIGMAS,
                Options.DYNAMIC_SHIFT,
                Options.THRESHOLDING);
    }
}
