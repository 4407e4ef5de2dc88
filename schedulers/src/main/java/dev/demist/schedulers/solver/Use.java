package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerConfig;

/**
 * The models that a scheduler of this module is made for. Which ones draw well in few steps was measured; see
 * docs/schedulers.md.
 *
 * @param kind how these models were trained
 * @param leastSteps the least number of steps in which it draws well with them
 */
record Use(Kind kind, int leastSteps) {

    /** How models were trained. */
    enum Kind {
        /** On discrete timesteps of a table of betas, to predict noise, velocity or the sample. */
        DIFFUSION,
        /** By flow matching. */
        FLOW,
        /** On continuous noise levels (EDM). */
        EDM,
        /** To draw in 1 to 8 steps what a diffusion model draws in many. */
        DISTILLED,
        /** For a scheduler of their own, or for none: inversion draws nothing. */
        OTHER
    }

    static final Use DIFFUSION = new Use(Kind.DIFFUSION, 1);
    static final Use FLOW = new Use(Kind.FLOW, 1);
    static final Use EDM = new Use(Kind.EDM, 1);
    static final Use DISTILLED = new Use(Kind.DISTILLED, 1);
    static final Use OTHER = new Use(Kind.OTHER, 1);

    /** Diffusion models, in at least {@code steps} steps: in fewer the scheduler is unstable. */
    static Use diffusionFrom(int steps) {
        return new Use(Kind.DIFFUSION, steps);
    }

    boolean suits(SchedulerConfig trained, int steps) {
        return kind != Kind.OTHER && kind == kind(trained) && steps >= leastSteps;
    }

    private static Kind kind(SchedulerConfig trained) {
        if (trained.has("sigma_data")) {
            return Kind.EDM;
        }
        if (trained.flag("use_flow_sigmas", false)
                || "flow_prediction".equals(trained.values().get("prediction_type"))) {
            return Kind.FLOW;
        }
        return switch (String.valueOf(trained.values().get("_class_name"))) {
            case "FlowMatchEulerDiscreteScheduler", "FlowMatchHeunDiscreteScheduler" -> Kind.FLOW;
            case "LCMScheduler", "TCDScheduler" -> Kind.DISTILLED;
            case "FlowMatchLCMScheduler", "CMStochasticIterativeScheduler", "IPNDMScheduler", "UnCLIPScheduler" ->
                Kind.OTHER;
            default -> Kind.DIFFUSION;
        };
    }
}
