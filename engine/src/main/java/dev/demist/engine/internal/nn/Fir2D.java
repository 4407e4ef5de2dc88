package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Changes of size with the binomial filter 1, 3, 3, 1 in both directions against aliasing (Karras et al., 2019). */
public final class Fir2D {

    private static final double[] TAPS = {1, 3, 3, 1};

    /** The taps that meet a pixel of every second one, and those of the others, of pixels left, here and right. */
    private static final double[][] PHASES = {{1, 3, 0}, {0, 3, 1}};

    private Fir2D() {}

    /** {@code [B, C, H, W]} to about {@code [B, C, H/2, W/2]}. */
    public static Value half(Value x) {
        return eachChannel(x, planes -> planes.convolve(filters(64, TAPS), null, 2, 1));
    }

    /**
     * {@code [B, C, H, W]} to {@code [B, C, 2H, 2W]}: the four pixels of each by a filter of their own. The sums of a
     * transposed convolution would depend on how many pictures there are.
     */
    public static Value twice(Value x) {
        return eachChannel(
                x, planes -> planes.convolve(filters(16, PHASES), null, 1, 1).apply("torch.pixel_shuffle", 2));
    }

    private static Value eachChannel(Value x, UnaryOperator<Value> filter) {
        Value planes = filter.apply(x.reshape(-1, 1, x.size(2), x.size(3)));
        return planes.reshape(x.size(0), x.size(1), planes.size(2), planes.size(3));
    }

    /** One filter for each pair of rows and columns. */
    private static Value filters(double divisor, double[]... taps) {
        List<Double> products = Stream.of(taps)
                .flatMap(rows -> Stream.of(taps).flatMap(columns -> products(rows, columns)))
                .map(product -> product / divisor)
                .toList();
        return Call.of("torch.tensor", products, Argument.named("dtype", ElementType.FLOAT32))
                .reshape(taps.length * taps.length, 1, taps[0].length, taps[0].length)
                .to(ElementType.COMPUTE);
    }

    private static Stream<Double> products(double[] rows, double[] columns) {
        return DoubleStream.of(rows).boxed().flatMap(row -> DoubleStream.of(columns)
                .mapToObj(column -> row * column));
    }
}
