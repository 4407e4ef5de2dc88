package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Value;

/** The form in which a scheduler has the latents of an autoencoder. */
interface LatentForm {

    /** The decoder's input {@code [B, C, h, w]} from latents as the scheduler has them. */
    Value decoded(Value latents);

    /** The mean of encoded latents, before {@link #shiftFactor} and {@link #scalingFactor}. */
    Value mean(Value encoded);

    /** Their log variance. */
    Value logVariance(Value encoded);

    /** See {@link dev.demist.engine.model.LatentCodec#scalingFactor}. */
    double scalingFactor();

    /** See {@link dev.demist.engine.model.LatentCodec#shiftFactor}. */
    double shiftFactor();

    /** The side of the patches that become one pixel; 1 for none. */
    int side();
}
