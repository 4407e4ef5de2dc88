package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.ElementType;

/** How {@link LargeAttention} multiplies weights with values. */
final class AttentionMeans {

    /** The means {@code [T, width]} of values {@code [width, S]} with weights {@code [T, S]}. */
    static final String NAME = "means";

    /** Rows of weights are many, a head is a few vectors wide: it is multiplied from the left, to fill them. */
    private static final String BFLOAT16 = "torch.t(torch.mm(value, torch.t(weights)))";
    /** libtorch would leave float32 to MKL. */
    private static final String FLOAT32 = "ops.mkldnn._linear_pointwise(weights, value, None, \"none\", [], \"\")";

    private AttentionMeans() {}

    /** The method that a module needs for {@link #NAME}. */
    static String method(ElementType compute) {
        return """
                  def %s(self: __torch__.Net,
                      weights: Tensor,
                      value: Tensor) -> Tensor:
                    return %s
                """.formatted(NAME, compute == ElementType.FLOAT32 ? FLOAT32 : BFLOAT16);
    }
}
