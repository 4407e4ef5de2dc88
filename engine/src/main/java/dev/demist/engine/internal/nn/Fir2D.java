package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/** Changes of size with the binomial filter 1, 3, 3, 1 in both directions against aliasing (Karras et al., 2019). */
public final class Fir2D {

    private static final double[] TAPS = {1, 3, 3, 1};
    private static final int[] TWO = {2, 2};
    private static final int[] ONE = {1, 1};

    private Fir2D() {}

    /** {@code [B, C, H, W]} to about {@code [B, C, H/2, W/2]}. */
    public static Value half(Value x) {
        return eachChannel(x, planes -> planes.convolve(filter(64), null, 2, 1));
    }

    /** {@code [B, C, H, W]} to {@code [B, C, 2H, 2W]}. */
    public static Value twice(Value x) {
        return eachChannel(
                x,
                planes -> planes.apply("torch.conv_transpose2d", filter(16), null, TWO, ONE, new int[] {0, 0}, 1, ONE));
    }

    private static Value eachChannel(Value x, UnaryOperator<Value> filter) {
        Value planes = filter.apply(x.reshape(-1, 1, x.size(2), x.size(3)));
        return planes.reshape(x.size(0), x.size(1), planes.size(2), planes.size(3));
    }

    private static Value filter(double divisor) {
        List<Double> products = DoubleStream.of(TAPS)
                .boxed()
                .flatMap(row -> DoubleStream.of(TAPS).mapToObj(column -> row * column / divisor))
                .toList();
        return Call.of("torch.tensor", products, Argument.named("dtype", ElementType.FLOAT32))
                .reshape(1, 1, TAPS.length, TAPS.length)
                .to(ElementType.COMPUTE);
    }
}
