package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;

/**
 * A gated linear unit and a projection back (Shazeer, 2020): SwiGLU, if the activation is SiLU.
 *
 * @param gate C to the inner width, through the activation
 * @param up C to the inner width, the other factor
 * @param down the inner width to C
 * @param activation of the gate
 */
public record SwiGlu(Linear gate, Linear up, Linear down, Activation activation) {

    /** {@code [..., C]} to the same shape. */
    public Value apply(Value x) {
        return down.apply(up.apply(x).timesSame(activation.apply(gate.apply(x))));
    }
}
