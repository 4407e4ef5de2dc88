package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer as oneDNN computes it: its weights in oneDNN's own order, a further operation while the result is
 * still in the cache.
 *
 * <p>A convolution that sees one pixel at a time is such a layer over the channels of a picture. As a convolution it
 * would be given weights in an order that depends on the size of the picture, and for other sizes oneDNN would change
 * that order at every call, which took longer than all the rest of a small picture's step.
 *
 * @param input over the last axis; of a picture {@code [B, H, W, in]}, which is how its numbers lie in memory
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or none
 * @param ofPicture whether the result is a picture {@code [B, out, H, W]}
 * @param wide how a layer of many inputs is computed, null for others
 */
record LinearLayer(
        Argument input,
        Value weight,
        Argument bias,
        boolean ofPicture,
        @Nullable WideLinear wide) {

    private static final String POINTWISE = "ops.mkldnn._linear_pointwise";

    /** Of a {@code torch.linear} whose weight is constant. */
    static LinearLayer of(Call linear, int[] shape, Target target) {
        List<Argument> arguments = linear.arguments();
        return new LinearLayer(
                arguments.get(0),
                constant(arguments.get(1)),
                arguments.get(2),
                false,
                WideLinear.of(shape[1], shape[0], target));
    }

    /** Of a {@code torch.conv2d} for which {@link #isPointwise} holds. */
    static LinearLayer ofConvolution(Call conv2d, Parameter weight, Target target) {
        List<Argument> arguments = conv2d.arguments();
        int[] shape = weight.shape();
        Value matrix = constant(arguments.get(1)).reshape(shape[0], shape[1]);
        return new LinearLayer(
                channelsLast((Value) arguments.get(0)),
                matrix,
                arguments.get(2),
                true,
                WideLinear.of(shape[1], shape[0], target));
    }

    /** Whether a {@code torch.conv2d} maps each pixel alone, by all channels. */
    static boolean isPointwise(Call conv2d, Parameter weight) {
        List<Argument> rest = conv2d.arguments().subList(3, conv2d.arguments().size());
        Argument ones = Argument.of(new int[] {1, 1});
        return weight.shape()[2] == 1
                && weight.shape()[3] == 1
                && rest.equals(List.of(ones, Argument.of(new int[] {0, 0}), ones, Argument.of(1)));
    }

    /** The layer itself. */
    Value alone() {
        return result(Call.of(POINTWISE, input, reordered(), bias, "none", List.of(), ""), false);
    }

    /** The layer, then GELU. */
    Value withGelu() {
        return result(Call.of(POINTWISE, input, reordered(), bias, "gelu", List.of(), "none"), false);
    }

    /**
     * The layer, then its sum or product with {@code other}. The same for convolutions fails in oneDNN where one pixel
     * is left, as at the bottom of a UNet of four levels on a picture of 64x64.
     */
    Value with(String operation, Value other) {
        Value same = ofPicture ? channelsLast(other) : other;
        return result(Call.of(POINTWISE, input, same, reordered(), bias, operation), true);
    }

    private Constant reordered() {
        return new Constant(weight.apply("ops.mkldnn._reorder_linear_weight"));
    }

    private Value result(Call pointwise, boolean joined) {
        Call y = wide == null ? pointwise : wide.call(pointwise, joined);
        return ofPicture ? y.permute(0, 3, 1, 2) : y;
    }

    private static Value channelsLast(Value picture) {
        return picture.permute(0, 2, 3, 1);
    }

    private static Value constant(Argument weight) {
        return ((Constant) weight).expression();
    }
}
