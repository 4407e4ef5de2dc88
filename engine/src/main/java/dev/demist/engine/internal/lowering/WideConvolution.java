package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ConvolutionCall;
import dev.demist.engine.internal.graph.ElementType;

/**
 * Convolutions of so many inputs that oneDNN sums them in portions, one picture at a time.
 *
 * <p>How long a portion is depends on how many outputs are computed together, which oneDNN chooses by the work that its
 * threads then have: by the number of pictures. A picture must not depend on those that are computed in the same call.
 */
final class WideConvolution {

    /**
     * Up to this many bytes of inputs the weights of 3x3 pixels and 4 vectors of outputs, the most that are computed
     * together, take less than three quarters of a second-level cache of 512 KB, which is what oneDNN counts on.
     */
    private static final int NARROW = 160 * Float.BYTES;

    private static final String NAME = "wide_convolution";

    /** The method that a module needs for {@link #of}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor,
                  w: Tensor,
                  bias: Optional[Tensor],
                  padding: List[int],
                  stride: List[int],
                  dilation: List[int],
                  groups: int,
                  activation: str,
                  scalars: List[Optional[number]],
                  kind: str) -> Tensor:
            """.formatted(NAME)
            + EachRow.body(
                    "torch.le(torch.size(x, 0), 1)",
                    "ops.mkldnn._convolution_pointwise("
                            + "%s, w, bias, padding, stride, dilation, groups, activation, scalars, kind)");

    private WideConvolution() {}

    /** Whether the sums of a picture can depend on other pictures. */
    static boolean isNeeded(ConvolutionCall convolution, Target target) {
        int bytes = target.compute() == ElementType.FLOAT32 ? Float.BYTES : Short.BYTES;
        return convolution.weight().known().axis(1) * bytes > NARROW;
    }

    /** The call of the method instead of oneDNN's operator. */
    static Call of(Call pointwise) {
        return new Call("self." + NAME, pointwise.arguments());
    }
}
