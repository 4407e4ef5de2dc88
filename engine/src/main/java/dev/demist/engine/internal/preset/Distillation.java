package dev.demist.engine.internal.preset;

import dev.demist.SchedulerChoice;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A way in which models were distilled to draw in a few steps, with the scheduler that its authors draw with. */
public enum Distillation {
    /** Sauer et al. 2023, "Adversarial diffusion distillation": SD-Turbo. */
    TURBO("turbo", "turbo") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return new SchedulerChoice("euler", TRAILING);
        }
    },

    /** As {@link #TURBO}: SDXL-Turbo, with fresh noise between the steps. */
    TURBO_XL("turbo", "turbo") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return new SchedulerChoice("euler-a", TRAILING);
        }
    },

    /**
     * Sauer et al. 2024, "Fast high-resolution image synthesis with latent adversarial diffusion distillation": SD3.5.
     */
    TURBO_3("turbo", "turbo") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return SchedulerChoice.of("flow-euler");
        }
    },

    /** Lin et al. 2024, "SDXL-Lightning"; its model of one step predicts the sample. */
    LIGHTNING("lightning", "lightning") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return new SchedulerChoice(
                    "euler",
                    steps == 1 ? Map.of("timestep_spacing", "trailing", "prediction_type", "sample") : TRAILING);
        }
    },

    /** Ren et al. 2024, "Hyper-SD": DDIM, but in one step LCM at timestep 800, and TCD for the LoRA of one step. */
    HYPER("hyper", "hyper(-?sd(xl)?)?") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            if (steps > 1) {
                return new SchedulerChoice("ddim", TRAILING);
            }
            return byLora
                    ? SchedulerChoice.of("tcd")
                    : SchedulerChoice.of("lcm").withTimesteps(800);
        }
    },

    /** Yin et al. 2024, "Improved distribution matching distillation"; its model of one step starts at timestep 399. */
    DMD2("dmd2", "dmd2") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return steps == 1
                    ? SchedulerChoice.of("lcm").withTimesteps(399)
                    : new SchedulerChoice("lcm", Map.of("original_inference_steps", Math.max(USUAL_STEPS, steps)));
        }
    },

    /** Luo et al. 2023, "Latent consistency models". */
    LCM("lcm", "lcm") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return SchedulerChoice.of("lcm");
        }
    },

    /** Zheng et al. 2024, "Trajectory consistency distillation"; gamma is 0.3, the default of its scheduler. */
    TCD("tcd", "tcd") {
        @Override
        SchedulerChoice scheduler(int steps, boolean byLora) {
            return SchedulerChoice.of("tcd");
        }
    };

    /** Those of Stable Diffusion 1 and 2. */
    public static final Set<Distillation> STABLE_DIFFUSION = Set.of(TURBO, LIGHTNING, HYPER, DMD2, LCM, TCD);

    /** Those of Stable Diffusion XL. */
    public static final Set<Distillation> STABLE_DIFFUSION_XL = Set.of(TURBO_XL, LIGHTNING, HYPER, DMD2, LCM, TCD);

    /** Those of Stable Diffusion 3 and 3.5. */
    public static final Set<Distillation> STABLE_DIFFUSION_3 = Set.of(TURBO_3);

    /** The number of steps if neither a name nor a request says one. */
    static final int USUAL_STEPS = 4;

    private static final Map<String, Object> TRAILING = Map.of("timestep_spacing", "trailing");

    private static final Pattern OF_STEPS =
            Pattern.compile("\\d[-_ ]?steps?|(?<![a-z])sd|sd(xl)?(?![a-z])", Pattern.CASE_INSENSITIVE);

    private final String preset;
    private final Pattern named;

    Distillation(String preset, String named) {
        this.preset = preset;
        this.named = Pattern.compile("(?<![a-z])([a-z]*xl|sd)?" + named + "(?![a-z])", Pattern.CASE_INSENSITIVE);
    }

    /** The name of its preset. */
    public String preset() {
        return preset;
    }

    /** Whether the name of a model says it, as a word of its own. */
    boolean isIn(String name) {
        return named.matcher(name).find();
    }

    /** Whether the name of a LoRA says it. There are styles called Lightning, but not for SDXL in 4 steps. */
    boolean isInLora(String name) {
        boolean unmistakable = this == DMD2 || this == LCM || this == TCD;
        return isIn(name) && (unmistakable || OF_STEPS.matcher(name).find());
    }

    /**
     * The scheduler for a number of steps.
     *
     * @param byLora whether a LoRA makes the model draw in few steps, not its own weights
     */
    abstract SchedulerChoice scheduler(int steps, boolean byLora);
}
