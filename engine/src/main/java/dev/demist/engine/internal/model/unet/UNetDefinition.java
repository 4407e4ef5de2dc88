package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.model.DenoiserShape;

/** A denoising network that can be traced. */
interface UNetDefinition {

    /**
     * Its program; the inputs are known by their names.
     *
     * @param residuals how many residuals a ControlNet adds to the skip connections, 0 without
     * @param pass how much of it; not {@link Pass#FULL} only for a network with {@link DenoiserShape#deepChannels}
     */
    Graph trace(int residuals, Pass pass);

    DenoiserShape shape();
}
