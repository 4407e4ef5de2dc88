package dev.demist.engine.model.unet;

import dev.demist.engine.graph.Graph;

/** A denoising network that can be traced. */
interface UNetDefinition {

    /**
     * Its program; the inputs are known by their names.
     *
     * @param residuals how many residuals a ControlNet adds to the skip connections, 0 without
     */
    Graph trace(int residuals);

    int inChannels();

    int outChannels();

    int sampleSize();

    /** 0 without text. */
    int crossAttentionDim();

    /** The width of the guidance embedding; 0 without. */
    default int timeCondProjDim() {
        return 0;
    }
}
