package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Weights on their way from the file to oneDNN's own order: converted in one piece of memory that all of them share.
 *
 * <p>Without it every weight would be converted in memory of its own and, if it is a convolution's, once more put
 * channels last. The system clears fresh memory page by page, which takes several times as long as the conversion.
 */
public final class Staging {

    private static final String NAME = "staged";

    /** The method that a module needs for {@link #of}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor,
                  memory: Tensor) -> Tensor:
                flat = torch.narrow(memory, 0, 0, torch.numel(x))
                if torch.eq(torch.dim(x), 4):
                  pixels = torch.view(flat, [torch.size(x, 0), torch.size(x, 2), torch.size(x, 3), torch.size(x, 1)])
                  y = torch.permute(pixels, [0, 3, 1, 2])
                else:
                  y = torch.view_as(flat, x)
                return torch.copy_(y, x)
            """.formatted(NAME);

    private final Value memory;
    private final Map<Value, Call> staged = new IdentityHashMap<>();

    private Staging(Value memory) {
        this.memory = memory;
    }

    /** The expressions that compute the constants, in order, with little memory. */
    public static List<Value> of(Collection<Constant> constants) {
        List<Value> expressions = constants.stream().map(Constant::expression).toList();
        long elements = expressions.stream()
                .filter(Staging::isReordered)
                .flatMap(Staging::parameters)
                .mapToLong(Parameter::elements)
                .max()
                .orElse(0);
        Value memory = Call.of("torch.empty", List.of(elements), Argument.named("dtype", ElementType.COMPUTE));
        // One Staging each: the memory of a constant is overwritten by the next.
        return expressions.stream()
                .map(expression -> isReordered(expression) ? new Staging(memory).through(expression) : expression)
                .toList();
    }

    // The memory holds one weight at a time.
    private static boolean isReordered(Value expression) {
        return expression instanceof Call call
                && call.function().startsWith("ops.mkldnn._reorder")
                && parameters(call).distinct().count() == 1;
    }

    private Value through(Value value) {
        if (isConvolution(value) || isBytes(value) && isConvolution(((Call) value).operand())) {
            return staged.computeIfAbsent(value, this::staged);
        } else if (isBytes(value)) {
            return value;
        } else if (value instanceof Call call && call.function().equals("torch.to")) {
            return staged.computeIfAbsent(call, to -> staged(call.operand()));
        } else if (value instanceof Call call) {
            return new Call(
                    call.function(),
                    call.arguments().stream().map(this::through).toList());
        }
        return value;
    }

    private static boolean isConvolution(Value value) {
        return value instanceof Parameter parameter && parameter.shape().length == 4;
    }

    /** Whether it is a weight that comes as bytes and needs no conversion but to be read as numbers. */
    private static boolean isBytes(Value value) {
        return value instanceof Call call && call.function().equals("torch.view_copy");
    }

    private Argument through(Argument argument) {
        if (argument instanceof Value value) {
            return through(value);
        } else if (argument instanceof Argument.Sequence sequence) {
            return new Argument.Sequence(
                    sequence.items().stream().map(this::through).toList());
        }
        return argument;
    }

    private Call staged(Value source) {
        return Call.of("self." + NAME, source, memory);
    }

    private static Stream<Parameter> parameters(Value value) {
        if (value instanceof Parameter parameter) {
            return Stream.of(parameter);
        }
        return value instanceof Call call ? call.operands().flatMap(Staging::parameters) : Stream.empty();
    }
}
