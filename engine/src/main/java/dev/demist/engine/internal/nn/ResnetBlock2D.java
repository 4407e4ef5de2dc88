package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Value;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two convolutions with group norms and a residual around them; time enters between them.
 *
 * @param settings what all blocks of a network share
 * @param norm1 before the first convolution
 * @param conv1 in to out
 * @param timeProjection {@code time_emb_proj}, null where the network has no time
 * @param norm2 before the second convolution
 * @param conv2 out to out
 * @param shortcut {@code conv_shortcut}, null where in and out are the same
 */
public record ResnetBlock2D(
        Settings settings,
        GroupNorm norm1,
        Conv2d conv1,
        @Nullable Linear timeProjection,
        GroupNorm norm2,
        Conv2d conv2,
        @Nullable Conv2d shortcut) {

    /**
     * @param timeChannels width of the time embedding, 0 without time
     * @param groups of the norms; 0 for a quarter of their channels, at most 32
     * @param eps of the norms
     * @param activation between the layers
     * @param scaleShift whether time scales and shifts the second norm instead of being added before it
     * @param outputScale divides the sum
     */
    public record Settings(
            int timeChannels, int groups, double eps, Activation activation, boolean scaleShift, double outputScale) {

        /** A norm over {@code channels}. */
        public GroupNorm norm(Scope scope, int channels) {
            int count = groups == 0 ? Math.min(channels / 4, 32) : groups;
            return GroupNorm.of(scope, channels, count, eps);
        }

        /** A copy with another number of groups. */
        public Settings withGroups(int count) {
            return new Settings(timeChannels, count, eps, activation, scaleShift, outputScale);
        }

        /** A copy with another divisor of the sum. */
        public Settings withOutputScale(double scale) {
            return new Settings(timeChannels, groups, eps, activation, scaleShift, scale);
        }
    }

    /** The layout of diffusers. */
    public static ResnetBlock2D of(Scope scope, int in, int out, Settings settings) {
        return of(scope, in, out, settings, in != out);
    }

    /** With a {@code conv_shortcut} even where in and out are the same. */
    public static ResnetBlock2D of(Scope scope, int in, int out, Settings settings, boolean shortcut) {
        int timeOut = settings.scaleShift ? 2 * out : out;
        return new ResnetBlock2D(
                settings,
                settings.norm(scope.child("norm1"), in),
                Conv2d.same(scope.child("conv1"), in, out, 3),
                settings.timeChannels == 0
                        ? null
                        : Linear.of(scope.child("time_emb_proj"), settings.timeChannels, timeOut),
                settings.norm(scope.child("norm2"), out),
                Conv2d.same(scope.child("conv2"), out, out, 3),
                shortcut ? Conv2d.of(scope.child("conv_shortcut"), in, out, 1, 1, 0) : null);
    }

    /** A copy with another number of groups in the first norm. */
    public ResnetBlock2D withGroups(int groups) {
        return new ResnetBlock2D(settings, norm1.withGroups(groups), conv1, timeProjection, norm2, conv2, shortcut);
    }

    /**
     * {@code [B, in, H, W]} to {@code [B, out, H, W]}.
     *
     * @param time the time embedding {@code [B, timeChannels]} after the activation, null without time
     */
    public Value apply(Value x, @Nullable Value time) {
        return apply(x, time, UnaryOperator.identity());
    }

    /** Applies the block with a change of size in both branches before the first convolution. */
    public Value apply(Value x, @Nullable Value time, UnaryOperator<Value> resize) {
        Value hidden = conv1.apply(resize.apply(settings.activation.apply(norm1.apply(x))));
        hidden = conv2.apply(settings.activation.apply(timed(hidden, time)));
        Value resized = resize.apply(x);
        Value sum = hidden.plusSame(shortcut == null ? resized : shortcut.apply(resized));
        return settings.outputScale == 1 ? sum : sum.dividedBy(settings.outputScale);
    }

    private Value timed(Value hidden, @Nullable Value time) {
        if (timeProjection == null || time == null) {
            return norm2.apply(hidden);
        }
        Value projected = timeProjection.apply(time).unsqueeze(-1).unsqueeze(-1);
        if (!settings.scaleShift) {
            return norm2.apply(hidden.plus(projected));
        }
        int out = conv2.weight().shape()[0];
        Value scale = projected.narrow(1, 0, out).plus(1);
        return norm2.apply(hidden).times(scale).plus(projected.narrow(1, out, out));
    }
}
