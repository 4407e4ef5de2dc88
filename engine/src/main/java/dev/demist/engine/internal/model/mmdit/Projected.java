package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;

/** The end of these transformers: the picture's tokens are normed and mapped to their share of the prediction. */
final class Projected {

    private Projected() {}

    /** {@code [B, T, C]} to {@code [B, T, outputs]}; of the two vectors of its norm the scale is the first. */
    static Value of(Value x, Value conditioning, int channels, int outputs) {
        List<Value> vectors =
                AdaptiveNorm.of(Scope.ROOT.child("norm_out"), channels, 2).vectors(conditioning);
        Value normed = AdaptiveNorm.scaled(AdaptiveNorm.normed(x, channels), vectors.get(0), vectors.get(1));
        return Linear.of(Scope.ROOT.child("proj_out"), channels, outputs).apply(normed);
    }
}
