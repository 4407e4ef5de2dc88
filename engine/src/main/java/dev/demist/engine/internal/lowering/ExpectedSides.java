package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ConvolutionCall;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * About how many pixels high and wide the pictures of a program are, from the size that its input usually has.
 *
 * <p>Only speed depends on it: oneDNN chooses the order of a convolution's weights for one size, and given a picture of
 * another size it may have to change that order at every call.
 */
final class ExpectedSides {

    /** Where nothing is known. */
    private static final int USUAL = 16;

    private final Map<Value, Integer> sides = new IdentityHashMap<>();

    /** @param order all values of a program, each after those that it reads */
    ExpectedSides(List<Value> order) {
        order.forEach(value -> sides.put(value, side(value)));
    }

    /** The side of a picture, at least 1. */
    int of(Value picture) {
        int side = known(picture);
        return side == 0 ? USUAL : side;
    }

    private int known(Value value) {
        return sides.getOrDefault(value, 0);
    }

    // 0 for what is unknown, and for numbers
    private int side(Value value) {
        if (value instanceof Input input) {
            return input.side();
        }
        return value instanceof Call call ? side(call) : 0;
    }

    private int side(Call call) {
        if (call instanceof ConvolutionCall convolution) {
            return ceilDiv(known(convolution.input()), convolution.step());
        }
        return switch (call.function()) {
            case "torch.size" -> 0;
            case "torch.upsample_nearest2d", "torch.pixel_shuffle" -> 2 * known(call.operand());
            case "torch.avg_pool2d" -> ceilDiv(known(call.operand()), 2);
            default -> call.operands().mapToInt(this::known).max().orElse(0);
        };
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
