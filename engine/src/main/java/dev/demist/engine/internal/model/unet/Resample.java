package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Downsample2D;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Upsample2D;

/** A change of height and width between two stages. */
@FunctionalInterface
interface Resample {

    /**
     * @param x {@code [B, C, H, W]}
     * @param like has the height and width that an enlargement must reach; a reduction does not look at it
     * @param time the time embedding
     */
    Value apply(Value x, Value like, Value time);

    /** By a convolution of stride 2. */
    static Resample of(Downsample2D layer) {
        return (x, like, time) -> layer.apply(x);
    }

    /** By repeating pixels and a convolution. */
    static Resample of(Upsample2D layer) {
        return (x, like, time) -> layer.apply(x, like);
    }

    /** By a residual block that averages squares of four pixels. */
    static Resample down(ResnetBlock2D block) {
        return (x, like, time) -> block.apply(x, time, y -> y.apply("torch.avg_pool2d", new int[] {2, 2}));
    }

    /** By a residual block that repeats pixels. */
    static Resample up(ResnetBlock2D block) {
        return (x, like, time) -> block.apply(x, time, Upsample2D::twice);
    }
}
