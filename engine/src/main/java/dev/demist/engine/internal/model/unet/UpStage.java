package dev.demist.engine.internal.model.unet;

/** One level of the way up. */
interface UpStage {

    /** The flow with one skip connection fewer for each of the stage's residual blocks. */
    Flow apply(Flow flow, Conditions conditions);
}
