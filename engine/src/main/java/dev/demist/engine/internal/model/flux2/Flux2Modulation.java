package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.PlainLayerNorm;

/**
 * What the time does to the states around one layer (adaptive layer norm; Peebles and Xie, 2023).
 *
 * @param shift {@code [B, 1, C]}, added to the normed states
 * @param scale {@code [B, 1, C]}, 1 less than their factor
 * @param gate {@code [B, 1, C]}, factor of what the layer adds
 */
record Flux2Modulation(Value shift, Value scale, Value gate) {

    private static final int PARTS = 3;

    /** The one of layer {@code index}, of all that a linear map gives side by side, {@code [B, 1, n * 3 * width]}. */
    static Flux2Modulation of(Value all, int index, int width) {
        int start = index * PARTS * width;
        return new Flux2Modulation(
                all.narrow(2, start, width),
                all.narrow(2, start + width, width),
                all.narrow(2, start + 2 * width, width));
    }

    /** The input of the layer. */
    Value before(PlainLayerNorm norm, Value x) {
        return shift.plusProduct(norm.apply(x), scale.plus(1));
    }

    /** The states behind the layer. */
    Value behind(Value x, Value added) {
        return x.plusProduct(added, gate);
    }
}
