package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ConvolutionCall;
import dev.demist.engine.internal.graph.Shape;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A convolution of 8-bit integers, as {@link Int8Product} is a linear layer: a scale for each output of the weights,
 * and one for each picture. A picture has the same bits with any number of others.
 */
final class Int8Convolution {

    private static final String NAME = "int8_convolution";

    private static final int[] ONES = {1, 1};

    /** The method that a module needs for {@link #of}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor,
                  w: Tensor,
                  scale: Tensor,
                  zero: Tensor,
                  bias: Optional[Tensor],
                  padding: List[int],
                  stride: List[int]) -> Tensor:
                largest = torch.maximum(torch.amax(x, [1, 2, 3], True), torch.neg(torch.amin(x, [1, 2, 3], True)))
                most = torch.clamp_min(torch.to(largest, 6), 1e-12)
                shifted = torch.add_(torch.mul(x, torch.mul(torch.reciprocal(most), 127.)), 128.5)
                sums = ops.onednn.qconv2d_pointwise(torch.to(shifted, 0), 1., 128,
                    w, scale, zero, None, stride, padding, [1, 1], 1, 1., 0, 6, "none", [], "")
                if torch.__isnot__(bias, None):
                  y = torch.addcmul(torch.reshape(torch.to(unchecked_cast(Tensor, bias), 6), [1, -1, 1, 1]), sums, most)
                else:
                  y = torch.mul_(sums, most)
                return torch.to(y, x)
            """.formatted(NAME);

    private Int8Convolution() {}

    /** Whether a convolution gains by it. */
    static boolean helps(ConvolutionCall traced) {
        Shape weight = traced.weight().known();
        return LargeLayer.isLarge(weight.axis(0), weight.axis(1), weight.axis(2), weight.axis(3));
    }

    /**
     * The layer of a convolution whose weight is constant.
     *
     * @param side about how many pixels high and wide pictures are
     * @param lowered what became of a traced value
     */
    static Call of(ConvolutionCall traced, int side, UnaryOperator<Value> lowered) {
        Value weight = ((Constant) lowered.apply(traced.weight())).expression();
        Int8Weight w = Int8Weight.of(weight);
        Constant packed = w.packed(
                "qconv_prepack",
                w.scale(),
                1.0,
                128,
                traced.stride(),
                traced.padding(),
                ONES,
                1,
                List.of(2, weight.size(1), side, side));
        return Call.of(
                "self." + NAME,
                lowered.apply(traced.input()),
                packed,
                new Constant(w.scale()),
                Int8Weight.zero(),
                traced.bias() == null ? null : lowered.apply(traced.bias()),
                traced.padding(),
                traced.stride());
    }
}
