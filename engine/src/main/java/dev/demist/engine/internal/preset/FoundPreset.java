package dev.demist.engine.internal.preset;

import dev.demist.Preset;
import dev.demist.SchedulerChoice;
import java.util.OptionalInt;

/**
 * A preset that a model or a LoRA was recognised to have.
 *
 * @param distillation how it was distilled
 * @param ownSteps the number of steps that its name says; empty if it says none
 * @param guided whether it was distilled to be guided all the same
 * @param byLora whether a LoRA makes the model draw in few steps
 * @param reason what it was recognised by
 */
public record FoundPreset(
        Distillation distillation, OptionalInt ownSteps, boolean guided, boolean byLora, String reason) {

    /** A preset that a request asks for by its name. */
    public static FoundPreset asked(Distillation distillation, boolean byLora) {
        return new FoundPreset(distillation, OptionalInt.empty(), false, byLora, "the request");
    }

    /** The number of steps if a request says none. */
    public int steps() {
        return ownSteps.orElse(Distillation.USUAL_STEPS);
    }

    /** The scheduler for a number of steps. */
    public SchedulerChoice scheduler(int steps) {
        return distillation.scheduler(steps, byLora);
    }

    /** The name, with the scheduler for a number of steps. */
    public Preset preset(int steps) {
        return new Preset(distillation.preset(), reason, scheduler(steps));
    }
}
