package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a traced program into one of operators that the target has. What depends on weights only becomes a
 * {@link Constant}; with oneDNN, layers get their weights reordered once, and linear ones absorb the sum, product or
 * activation behind them. Pictures that are read once are written over.
 */
public final class Lowering {

    /** Layers that make a picture. */
    private static final Set<String> PICTURES = Set.of("torch.conv2d", "torch.group_norm");

    private final Target target;
    private final Function<Parameter, Value> typed;
    private final Map<Value, Integer> uses = new IdentityHashMap<>();
    private final Map<Value, Value> lowered = new IdentityHashMap<>();
    /** Linear layers by the traced call. */
    private final Map<Value, LinearLayer> linears = new IdentityHashMap<>();

    private Lowering(Target target, Function<Parameter, Value> typed) {
        this.target = target;
        this.typed = typed;
    }

    /**
     * The program for a target.
     *
     * @param typed a weight of the file in the target's number format
     */
    public static Graph lower(Graph graph, Target target, Function<Parameter, Value> typed) {
        return new Lowering(target, typed).lower(graph);
    }

    private Graph lower(Graph graph) {
        List<Value> order = graph.order();
        order.forEach(this::count);
        graph.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
        order.forEach(value -> lowered.put(value, lower(value)));
        return new Graph(
                graph.inputs(), graph.outputs().stream().map(lowered::get).toList());
    }

    private void count(Value value) {
        if (value instanceof Call call) {
            call.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
        }
    }

    private Value lower(Value value) {
        if (value instanceof Parameter parameter) {
            return new Constant(typed.apply(parameter));
        } else if (value instanceof Call call) {
            Call mapped = new Call(call.function(), mapped(call.arguments()));
            return mapped.operands().allMatch(Constant.class::isInstance) ? fold(mapped) : lower(call, mapped);
        }
        return value;
    }

    private Value lower(Call call, Call mapped) {
        return switch (call.function()) {
            case "torch.conv2d", "torch.linear" -> layer(call, mapped);
            case "torch.gelu" -> gelu(call, mapped);
            case "torch.group_norm" ->
                target.oneDnn() && SmallGroupNorm.helps(call) ? SmallGroupNorm.of(mapped) : mapped;
            case "torch.scaled_dot_product_attention" ->
                target.oneDnn() && !target.wideMkl() && LargeAttention.isFor(call) ? LargeAttention.of(mapped) : mapped;
            case "torch.silu", "torch.relu", "torch.mish", "torch.add" -> inPlace(call, mapped);
            case Value.ADD_SAME -> joined(call, mapped, "add");
            case Value.MULTIPLY_SAME -> joined(call, mapped, "mul");
            default -> mapped;
        };
    }

    private Value layer(Call call, Call mapped) {
        if (!target.oneDnn() || !(mapped.arguments().get(1) instanceof Constant)) {
            return mapped;
        }
        LinearLayer linear = linear(call, mapped);
        if (linear == null) {
            return ConvolutionLayer.of(mapped);
        }
        linears.put(call, linear);
        return linear.alone();
    }

    private @Nullable LinearLayer linear(Call call, Call mapped) {
        if (call.function().equals("torch.linear")) {
            return LinearLayer.of(mapped, shape(call), target);
        }
        return call.arguments().get(1) instanceof Parameter weight && LinearLayer.isPointwise(call, weight)
                ? LinearLayer.ofConvolution(mapped, weight, target)
                : null;
    }

    private static int[] shape(Call linear) {
        Argument weight = linear.arguments().get(1);
        if (weight instanceof Call narrow && narrow.arguments().get(3) instanceof Argument.Int length) {
            Parameter whole = (Parameter) narrow.arguments().get(0);
            return new int[] {Math.toIntExact(length.value()), whole.shape()[1]};
        }
        return ((Parameter) weight).shape();
    }

    // The layer on its own, which was lowered before, is then read by nobody.
    private Value gelu(Call call, Call mapped) {
        LinearLayer layer = absorbing(call.arguments().get(0));
        boolean exact = call.arguments().size() == 1;
        return layer != null && exact ? layer.withGelu() : mapped;
    }

    private Value joined(Call call, Call mapped, String operation) {
        LinearLayer layer = absorbing(call.arguments().get(0));
        return layer != null
                ? layer.with(operation, (Value) mapped.arguments().get(1))
                : inPlace(call, new Call("torch." + operation, mapped.arguments()));
    }

    // Over a picture that a layer made at this call and that nobody else reads: fresh memory is slow, for the system
    // clears it first. What is added to such a picture never has more rows or pixels.
    private Call inPlace(Call call, Call mapped) {
        boolean overwritable = call.arguments().get(0) instanceof Call layer
                && PICTURES.contains(layer.function())
                && isReadOnce(layer)
                && !(mapped.arguments().get(0) instanceof Constant);
        return overwritable ? new Call(mapped.function() + "_", mapped.arguments()) : mapped;
    }

    private @Nullable LinearLayer absorbing(Argument operand) {
        return operand instanceof Value value && isReadOnce(value) ? linears.get(value) : null;
    }

    private boolean isReadOnce(Value value) {
        return uses.getOrDefault(value, 0) == 1;
    }

    private List<Argument> mapped(List<Argument> arguments) {
        return arguments.stream().map(this::mapped).toList();
    }

    private Argument mapped(Argument argument) {
        if (argument instanceof Value value) {
            return Objects.requireNonNull(lowered.get(value));
        } else if (argument instanceof Argument.Sequence sequence) {
            return new Argument.Sequence(mapped(sequence.items()));
        }
        return argument;
    }

    private static Constant fold(Call call) {
        return new Constant(new Call(
                call.function(), call.arguments().stream().map(Lowering::unfold).toList()));
    }

    private static Argument unfold(Argument argument) {
        if (argument instanceof Constant constant) {
            return constant.expression();
        } else if (argument instanceof Argument.Sequence sequence) {
            return new Argument.Sequence(
                    sequence.items().stream().map(Lowering::unfold).toList());
        }
        return argument;
    }
}
