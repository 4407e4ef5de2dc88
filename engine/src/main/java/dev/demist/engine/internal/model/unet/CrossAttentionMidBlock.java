package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Transformer2DModel;

/**
 * {@code UNetMidBlock2DCrossAttn}: a residual block, attention to the text, a residual block.
 *
 * @param first {@code resnets.0}
 * @param attention {@code attentions.0}
 * @param second {@code resnets.1}
 */
record CrossAttentionMidBlock(ResnetBlock2D first, SpatialAttention attention, ResnetBlock2D second) {

    static CrossAttentionMidBlock of(
            Scope scope,
            int channels,
            int depth,
            ResnetBlock2D.Settings resnet,
            Transformer2DModel.Settings transformer) {
        return new CrossAttentionMidBlock(
                ResnetBlock2D.of(scope.child("resnets.0"), channels, channels, resnet),
                BlockTypes.toText(Transformer2DModel.of(scope.child("attentions.0"), channels, depth, transformer)),
                ResnetBlock2D.of(scope.child("resnets.1"), channels, channels, resnet));
    }

    /** {@code [B, C, H, W]} to the same shape. */
    Value apply(Value x, Conditions conditions) {
        Value attended = attention.apply(first.apply(x, conditions.time()), conditions.context());
        return second.apply(attended, conditions.time());
    }
}
