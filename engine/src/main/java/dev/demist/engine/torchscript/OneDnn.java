package dev.demist.engine.torchscript;

import dev.demist.engine.graph.Argument;
import dev.demist.engine.graph.Call;
import dev.demist.engine.graph.Constant;
import dev.demist.engine.graph.Value;
import java.util.List;

/**
 * Layers as oneDNN computes them: weights in its own order, a further operation while the result is still in the cache.
 */
final class OneDnn {

    private static final String CONVOLUTION = "ops.mkldnn._convolution_pointwise";
    private static final String LINEAR = "ops.mkldnn._linear_pointwise";

    /**
     * Without an expected size oneDNN picks an order that it must change at every call; which size it is matters
     * little.
     */
    private static final int EXPECTED_SIDE = 16;

    private OneDnn() {}

    /** Whether the layer's weights are constant. */
    static boolean supports(Call layer) {
        return argument(layer, 1) instanceof Constant;
    }

    static boolean isLinear(Call layer) {
        return layer.function().equals("torch.linear");
    }

    /** The layer itself. */
    static Call alone(Call layer) {
        if (isLinear(layer)) {
            return Call.of(LINEAR, argument(layer, 0), weight(layer), argument(layer, 2), "none", List.of(), "");
        }
        return Call.of(
                CONVOLUTION,
                argument(layer, 0),
                weight(layer),
                argument(layer, 2),
                argument(layer, 4),
                argument(layer, 3),
                argument(layer, 5),
                argument(layer, 6),
                "none",
                List.of(),
                "");
    }

    /** A linear layer, then GELU. */
    static Call withGelu(Call layer) {
        return Call.of(LINEAR, argument(layer, 0), weight(layer), argument(layer, 2), "gelu", List.of(), "none");
    }

    /**
     * A linear layer, then its sum or product with {@code other}. The same for convolutions fails in oneDNN where one
     * pixel is left, as at the bottom of a UNet of four levels on a picture of 64x64.
     */
    static Call with(Call layer, String operation, Argument other) {
        return Call.of(LINEAR, argument(layer, 0), other, weight(layer), argument(layer, 2), operation);
    }

    // torch.conv2d: input, weight, bias, stride, padding, dilation, groups
    private static Constant weight(Call layer) {
        Value weight = ((Constant) argument(layer, 1)).expression();
        if (isLinear(layer)) {
            return new Constant(weight.apply("ops.mkldnn._reorder_linear_weight"));
        }
        return new Constant(weight.apply(
                "ops.mkldnn._reorder_convolution_weight",
                argument(layer, 4),
                argument(layer, 3),
                argument(layer, 5),
                argument(layer, 6),
                List.of(2, weight.size(1), EXPECTED_SIDE, EXPECTED_SIDE)));
    }

    private static Argument argument(Call layer, int index) {
        return layer.arguments().get(index);
    }
}
