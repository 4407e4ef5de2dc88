package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.AttentionCall;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ConvolutionCall;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.GroupNormCall;
import dev.demist.engine.internal.graph.LinearCall;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.SameCall;
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
 * activation behind them. Activations and sums overwrite pictures that are not read again.
 */
public final class Lowering {

    /** Operators that can write over what they read. */
    private static final Set<String> IN_PLACE = Set.of("torch.silu", "torch.relu", "torch.mish", "torch.add");

    private final Target target;
    private final Placement placement;
    private final Function<Parameter, Value> typed;
    private final ExpectedSides sides;
    private final JoinedLinears joined;
    private final Map<Value, Integer> uses = new IdentityHashMap<>();
    private final Map<Value, Value> lowered = new IdentityHashMap<>();
    /** Linear layers by the traced call. */
    private final Map<Value, LinearLayer> linears = new IdentityHashMap<>();

    private Lowering(Target target, Function<Parameter, Value> typed, List<Value> order) {
        this.target = target;
        this.placement = new Placement(target.device());
        this.typed = typed;
        this.sides = new ExpectedSides(order);
        this.joined = new JoinedLinears(order);
    }

    /**
     * The program for a target.
     *
     * @param typed a weight of the file in the target's number format
     */
    public static Graph lower(Graph graph, Target target, Function<Parameter, Value> typed) {
        List<Value> order = graph.order();
        return new Lowering(target, typed, order).lower(graph, order);
    }

    private Graph lower(Graph graph, List<Value> order) {
        order.forEach(this::count);
        graph.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
        order.forEach(value -> lowered.put(value, lower(value)));
        return new Graph(
                graph.inputs(),
                graph.outputs().stream()
                        .map(this::lowered)
                        .map(placement::returned)
                        .toList());
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
            Call mapped = new Call(call.function(), placement.arguments(call, call.arguments(this::lowered)));
            return mapped.operands().allMatch(Constant.class::isInstance) ? fold(mapped) : lower(call, mapped);
        }
        return placement.taken(value);
    }

    private Value lower(Call call, Call mapped) {
        if (call instanceof ConvolutionCall convolution) {
            return isLayer(convolution.weight()) ? convolution(convolution) : placement.convolution(mapped);
        } else if (call instanceof LinearCall linear) {
            return isLayer(linear.weight()) ? linear(linear) : mapped;
        } else if (call instanceof GroupNormCall norm) {
            return groupNorm(norm, mapped);
        } else if (call instanceof AttentionCall attention) {
            return attention(attention, mapped);
        } else if (call instanceof SameCall same) {
            return joined(same, mapped);
        }
        return gelu(call, activation(IN_PLACE.contains(call.function()) ? inPlace(call, mapped) : mapped));
    }

    private Call activation(Call operator) {
        return target.device() == null ? ActivationByRow.of(operator) : operator;
    }

    private Call groupNorm(GroupNormCall norm, Call mapped) {
        if (target.device() != null) {
            return mapped;
        }
        return target.oneDnn() && SmallGroupNorm.helps(norm) ? SmallGroupNorm.of(mapped) : LargeGroupNorm.of(mapped);
    }

    private Call attention(AttentionCall attention, Call mapped) {
        if (target.device() != null || attention.causal() || attention.mask() != null) {
            return mapped;
        }
        String method = target.oneDnn() && !target.wideMkl() ? LargeAttention.NAME : SmallAttention.NAME;
        return Call.of(
                "self." + method, lowered(attention.query()), lowered(attention.key()), lowered(attention.value()));
    }

    /** Whether it is the weight of a layer whose weights oneDNN reorders. */
    private boolean isLayer(Value weight) {
        return target.oneDnn() && lowered(weight) instanceof Constant;
    }

    private Value linear(LinearCall linear) {
        JoinedLinears.Part part = joined.part(linear);
        return part == null
                ? absorbable(linear, LinearLayer.of(linear, target, this::lowered))
                : part.of(joined(part.product()));
    }

    // It was not traced, but made of what was.
    private Value joined(Value product) {
        for (Value value : new Graph(List.of(), List.of(product)).order()) {
            if (!lowered.containsKey(value)) {
                lowered.put(value, lower(value));
            }
        }
        return lowered(product);
    }

    private Value convolution(ConvolutionCall convolution) {
        if (convolution.isPointwise()) {
            return absorbable(convolution, LinearLayer.ofConvolution(convolution, target, this::lowered));
        }
        int side = sides.of(convolution.input());
        if (target.int8() && Int8Convolution.helps(convolution)) {
            return Int8Convolution.of(convolution, side, this::lowered);
        }
        Call layer = ConvolutionLayer.of(convolution, side, this::lowered);
        return WideConvolution.isNeeded(convolution, target) ? WideConvolution.of(layer) : layer;
    }

    private Value absorbable(Call call, LinearLayer layer) {
        linears.put(call, layer);
        return layer.alone();
    }

    // The layer on its own, which was lowered before, is then not read.
    private Value gelu(Call call, Call mapped) {
        boolean exact = call.function().equals("torch.gelu") && call.arguments().size() == 1;
        LinearLayer layer = exact ? absorbing(call.operand()) : null;
        return layer != null ? layer.withGelu() : mapped;
    }

    private Value joined(SameCall call, Call mapped) {
        LinearLayer layer = absorbing(call.first());
        return layer != null ? layer.with(call.operation(), lowered(call.second())) : inPlace(call, mapped);
    }

    // Over a picture that a layer made at this call and that is not read again: fresh memory is slow, for the system
    // clears it first. What is added to such a picture never has more rows or pixels.
    private Call inPlace(Call call, Call mapped) {
        Value picture = call.operand();
        boolean overwritable = (picture instanceof ConvolutionCall || picture instanceof GroupNormCall)
                && isReadOnce(picture)
                && !(lowered(picture) instanceof Constant);
        return overwritable ? new Call(mapped.function() + "_", mapped.arguments()) : mapped;
    }

    private @Nullable LinearLayer absorbing(Value operand) {
        return isReadOnce(operand) ? linears.get(operand) : null;
    }

    private boolean isReadOnce(Value value) {
        return uses.getOrDefault(value, 0) == 1;
    }

    private Value lowered(Value traced) {
        return Objects.requireNonNull(lowered.get(traced));
    }

    private static Constant fold(Call call) {
        return new Constant(new Call(
                call.function(),
                call.arguments(value -> value instanceof Constant constant ? constant.expression() : value)));
    }
}
