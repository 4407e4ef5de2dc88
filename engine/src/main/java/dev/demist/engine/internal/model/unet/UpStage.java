package dev.demist.engine.internal.model.unet;

import java.util.List;

/** One level of the way up. */
interface UpStage {

    /** The flow with one skip connection fewer for each of the stage's residual blocks. */
    Flow apply(Flow flow, Conditions conditions);

    /** What it consists of, in order; of a stage that cannot be taken apart itself. */
    default List<UpStage> parts() {
        return List.of(this);
    }
}
