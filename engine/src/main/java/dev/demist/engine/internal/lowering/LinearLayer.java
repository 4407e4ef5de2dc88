package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ConvolutionCall;
import dev.demist.engine.internal.graph.LinearCall;
import dev.demist.engine.internal.graph.Shape;
import dev.demist.engine.internal.graph.Value;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer with weights that were laid out for it.
 *
 * <p>A convolution that sees one pixel at a time is such a layer over the channels of a picture. As a convolution it
 * would be given weights in an order that depends on the size of the picture, and for other sizes oneDNN would change
 * that order at every call, which took longer than all the rest of a small picture's step.
 *
 * @param input over the last axis; of a picture {@code [B, H, W, in]}, which is how its numbers lie in memory
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or null
 * @param ofPicture whether the result is a picture {@code [B, out, H, W]}
 * @param product how it is multiplied
 */
record LinearLayer(Value input, Value weight, @Nullable Value bias, boolean ofPicture, LinearProduct product) {

    /**
     * The layer of a linear map whose weight is constant.
     *
     * @param lowered what became of a traced value
     */
    static LinearLayer of(LinearCall traced, Target target, UnaryOperator<Value> lowered) {
        return new LinearLayer(
                lowered.apply(traced.input()),
                expression(traced.weight(), lowered),
                traced.bias() == null ? null : lowered.apply(traced.bias()),
                false,
                product(traced.input().known(), traced.weight().known(), target));
    }

    /** The layer of a convolution that maps each pixel by itself. */
    static LinearLayer ofConvolution(ConvolutionCall traced, Target target, UnaryOperator<Value> lowered) {
        Shape shape = traced.weight().known();
        return new LinearLayer(
                channelsLast(lowered.apply(traced.input())),
                expression(traced.weight(), lowered).reshape(shape.axis(0), shape.axis(1)),
                traced.bias() == null ? null : lowered.apply(traced.bias()),
                true,
                product(traced.input().known(), shape, target));
    }

    private static LinearProduct product(Shape input, Shape weight, Target target) {
        return target.int8() && Int8Product.helps(input, weight)
                ? new Int8Product()
                : new WholeProduct(WideLinear.of(weight.axis(1), weight.axis(0), target));
    }

    private static Value expression(Value weight, UnaryOperator<Value> lowered) {
        return ((Constant) lowered.apply(weight)).expression();
    }

    /** The layer itself. */
    Value alone() {
        return result(product.alone(input, weight, bias));
    }

    /** The layer, then GELU. */
    Value withGelu() {
        return result(product.withGelu(input, weight, bias));
    }

    /**
     * The layer, then its sum or product with {@code other}. The same for convolutions fails in oneDNN where one pixel
     * is left, as at the bottom of a UNet of four levels on a picture of 64x64.
     */
    Value with(String operation, Value other) {
        return result(product.with(operation, ofPicture ? channelsLast(other) : other, input, weight, bias));
    }

    private Value result(Call rows) {
        return ofPicture ? rows.permute(0, 3, 1, 2) : rows;
    }

    private static Value channelsLast(Value picture) {
        return picture.permute(0, 2, 3, 1);
    }
}
