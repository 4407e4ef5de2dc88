package dev.demist.engine.internal.model.vae;

import dev.demist.DemistException;
import dev.demist.scheduler.Tensor;

/** The shapes of pictures that an autoencoder accepts. */
final class Pictures {

    private Pictures() {}

    static void require(String what, Tensor tensor, int channels) {
        if (tensor.rank() != 4 || tensor.size(1) != channels) {
            throw new IllegalArgumentException(what + " are " + tensor + ", expected [B, " + channels + ", H, W]");
        }
    }

    static void requireMultiple(Tensor pictures, int scale) {
        if (pictures.size(2) % scale != 0 || pictures.size(3) % scale != 0) {
            String size = pictures.size(3) + "x" + pictures.size(2);
            throw DemistException.invalid("picture", size, "both sides must be multiples of " + scale);
        }
    }
}
