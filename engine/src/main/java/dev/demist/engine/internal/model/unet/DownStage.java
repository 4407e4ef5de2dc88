package dev.demist.engine.internal.model.unet;

/** One level of the way down. */
interface DownStage {

    /** The flow with one more skip connection for each of the stage's layers. */
    Flow apply(Flow flow, Conditions conditions);
}
