package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.LinearCall;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.SameCall;
import dev.demist.engine.internal.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Small linear layers that read the same tensor, as one product: queries, keys and values of an attention, the keys and
 * values that all attentions make of a text, the projections of time.
 *
 * <p>Each product costs some 30 microseconds before it begins, which is more than a small one takes. Layers that take
 * over an operation behind them stay by themselves, and so do those of which this cost is no part worth mentioning:
 * their weights would be in memory twice while they are laid out.
 */
final class JoinedLinears {

    /** The most numbers of a layer's weight. */
    private static final long SMALL = 1 << 16;

    private final Map<Value, Part> parts = new IdentityHashMap<>();

    /**
     * What a layer computes within a product.
     *
     * @param product all layers together
     * @param start the first of its outputs
     * @param length how many outputs it has
     */
    record Part(Value product, int start, int length) {

        /** The layer's outputs among those of the product. */
        Value of(Value outputs) {
            return outputs.narrow(-1, start, length);
        }
    }

    /** @param order all values of a program, each after those that it reads */
    JoinedLinears(List<Value> order) {
        Set<Value> absorbing = absorbing(order);
        Map<Value, List<LinearCall>> plain = new IdentityHashMap<>();
        Map<Value, List<LinearCall>> biased = new IdentityHashMap<>();
        for (Value value : order) {
            if (value instanceof LinearCall linear && isSmall(linear) && !absorbing.contains(linear)) {
                Map<Value, List<LinearCall>> readers = linear.bias() == null ? plain : biased;
                readers.computeIfAbsent(linear.input(), input -> new ArrayList<>())
                        .add(linear);
            }
        }
        plain.values().forEach(this::join);
        biased.values().forEach(this::join);
    }

    /** The layer's part of a product, null if it is computed by itself. */
    @Nullable
    Part part(LinearCall linear) {
        return parts.get(linear);
    }

    private static boolean isSmall(LinearCall linear) {
        return linear.weight() instanceof Parameter weight && weight.elements() <= SMALL;
    }

    private static Set<Value> absorbing(List<Value> order) {
        Set<Value> absorbing = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Value value : order) {
            if (value instanceof SameCall same) {
                absorbing.add(same.first());
            } else if (value instanceof Call call && call.function().equals("torch.gelu")) {
                absorbing.add(call.operand());
            }
        }
        return absorbing;
    }

    private void join(List<LinearCall> layers) {
        if (layers.size() == 1) {
            return;
        }
        LinearCall first = layers.get(0);
        Value weight = Value.concat(0, layers.stream().map(LinearCall::weight).toArray(Value[]::new));
        Value bias = first.bias() == null
                ? null
                : Value.concat(0, layers.stream().map(LinearCall::bias).toArray(Value[]::new));
        Value product = first.input().linear(weight, bias);
        int start = 0;
        for (LinearCall layer : layers) {
            int length = layer.weight().known().axis(0);
            parts.put(layer, new Part(product, start, length));
            start += length;
        }
    }
}
