package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A lowered program in two parts: what it computes of {@linkplain Input#isLasting lasting} inputs alone, such as the
 * keys and values that all attentions make of a text, and the rest. The first is the same in all steps of a picture.
 *
 * <p>A value moves to the first part only behind a product. Sizes, and tensors that may be views of an input, are cheap
 * and are computed where they are read.
 *
 * @param lasting its outputs are the tensors that the second part reads of it; none, if there is nothing to save
 * @param each takes the inputs of the program that it reads, then the outputs of the first part
 */
public record Split(Graph lasting, Graph each) {

    private static final List<String> PRODUCTS = List.of(
            "ops.", "self.", "torch.linear", "torch.conv2d", "torch.matmul", "torch.scaled_dot_product_attention");

    /** Splits a program. */
    public static Split of(Graph lowered) {
        return new Parts(lowered).split();
    }

    private static final class Parts {

        private final Graph lowered;
        private final Set<Value> lasting = identitySet();
        private final Set<Value> behindProducts = identitySet();
        private final Map<Value, Value> moved = new IdentityHashMap<>();
        private final Map<Input, Value> kept = new IdentityHashMap<>();

        Parts(Graph lowered) {
            this.lowered = lowered;
        }

        Split split() {
            lowered.order().forEach(value -> moved.put(value, moved(value)));
            Graph all = new Graph(
                    List.of(), lowered.outputs().stream().map(this::rest).toList());
            List<Input> read = all.order().stream()
                    .filter(Input.class::isInstance)
                    .map(Input.class::cast)
                    .toList();
            List<Input> between = read.stream().filter(kept::containsKey).toList();
            Graph first = new Graph(
                    lowered.inputs().stream().filter(Input::isLasting).toList(),
                    between.stream().map(kept::get).toList());
            List<Input> inputs = Stream.concat(lowered.inputs().stream().filter(read::contains), between.stream())
                    .toList();
            return new Split(first, new Graph(inputs, all.outputs()));
        }

        /** What stands for a value in the second part. */
        private Value moved(Value value) {
            if (value instanceof Input input && input.isLasting()) {
                lasting.add(input);
            } else if (value instanceof Call call) {
                return moved(call);
            }
            return value;
        }

        private Value moved(Call call) {
            boolean lasts =
                    call.operands().allMatch(operand -> operand instanceof Constant || lasting.contains(operand));
            if (lasts) {
                lasting.add(call);
                if (isBehindProduct(call)) {
                    behindProducts.add(call);
                    Input between = new Input("lasting." + kept.size(), call.known());
                    kept.put(between, call);
                    return between;
                }
            }
            boolean same = call.operands().allMatch(operand -> rest(operand) == operand);
            return same ? call : new Call(function(call), call.arguments(this::rest));
        }

        private boolean isBehindProduct(Call call) {
            return !call.function().equals("torch.size")
                    && (PRODUCTS.stream().anyMatch(call.function()::startsWith)
                            || call.operands().anyMatch(behindProducts::contains));
        }

        // What is kept for further calls must not be written over.
        private String function(Call call) {
            boolean overwrites = call.function().endsWith("_") && behindProducts.contains(call.operand());
            return overwrites ? call.function().substring(0, call.function().length() - 1) : call.function();
        }

        private Value rest(Value value) {
            return Objects.requireNonNull(moved.get(value));
        }

        private static Set<Value> identitySet() {
            return Collections.newSetFromMap(new IdentityHashMap<>());
        }
    }
}
