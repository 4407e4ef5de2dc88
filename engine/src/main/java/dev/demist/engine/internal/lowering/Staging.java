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
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Weights on their way from the file to oneDNN's own order: read and converted in one piece of memory that all share.
 *
 * <p>Without it every weight would be read as numbers, converted and, if it is a convolution's, put channels last in
 * memory of its own each time. The system clears fresh memory page by page, which takes several times as long as the
 * conversion. Weights go in portions that stay in the processor's cache, and to bfloat16 by way of float32, for both of
 * which libtorch has vector instructions; from half precision it would convert one number at a time.
 */
public final class Staging {

    private static final String NAME = "staged";
    /** The numbers of a portion: 4 MiB of float32. */
    public static final long PORTION = 1L << 20;

    private static final Argument FIRST = Argument.of(0);
    private static final int CONVOLUTION = 4;

    /**
     * The methods that a module needs for {@link #of}: flat memory as whole weights like {@code row}, channels last;
     * bytes as numbers; and a weight as a view of the shared memory.
     */
    public static final String METHODS = """
              def laid(self: __torch__.Net,
                  flat: Tensor,
                  rows: int,
                  row: Tensor) -> Tensor:
                if torch.eq(torch.dim(row), 4):
                  pixels = torch.view(flat, [rows, torch.size(row, 2), torch.size(row, 3), torch.size(row, 1)])
                  y = torch.permute(pixels, [0, 3, 1, 2])
                else:
                  y = torch.view(flat, torch.add([rows], torch.slice(torch.size(row), 1, None, 1)))
                return y
              def numbers(self: __torch__.Net,
                  x: Tensor,
                  bytes_of: Optional[int]) -> Tensor:
                if torch.__is__(bytes_of, None):
                  y = x
                else:
                  y = torch.view_copy(x, dtype=unchecked_cast(int, bytes_of))
                return y
              def %s(self: __torch__.Net,
                  x: Tensor,
                  bytes_of: Optional[int],
                  memory: Tensor,
                  floats: Tensor) -> Tensor:
                all = torch.size(x, 0)
                row = (self).numbers(torch.narrow(x, 0, 0, 1), bytes_of)
                length = torch.numel(row)
                y = (self).laid(torch.narrow(memory, 0, 0, torch.mul(all, length)), all, row)
                most = ops.prim.max(1, torch.floordiv(torch.numel(floats), length))
                for i in range(torch.floordiv(torch.sub(torch.add(all, most), 1), most)):
                  start = torch.mul(i, most)
                  rows = ops.prim.min(most, torch.sub(all, start))
                  part = (self).numbers(torch.narrow(x, 0, start, rows), bytes_of)
                  same = torch.eq(ops.prim.dtype(part), ops.prim.dtype(memory))
                  if torch.__or__(same, torch.eq(ops.prim.dtype(floats), ops.prim.dtype(memory))):
                    _0 = torch.copy_(torch.narrow(y, 0, start, rows), part)
                  else:
                    flat = torch.narrow(floats, 0, 0, torch.mul(rows, length))
                    _1 = torch.copy_((self).laid(flat, rows, row), part)
                    _2 = torch.copy_(torch.narrow(memory, 0, torch.mul(start, length), torch.numel(flat)), flat)
                return y
            """.formatted(NAME);

    private final Value memory;
    private final Value floats;
    private final Map<Value, Call> staged = new IdentityHashMap<>();

    private Staging(Value memory, Value floats) {
        this.memory = memory;
        this.floats = floats;
    }

    /**
     * The expressions that compute the constants, in order, with little memory.
     *
     * @param portion how many numbers to convert at a time; at least a row of each weight
     */
    public static List<Value> of(Collection<Constant> constants, long portion) {
        List<Value> expressions = constants.stream().map(Constant::expression).toList();
        List<Parameter> reordered = expressions.stream()
                .filter(Staging::isReordered)
                .flatMap(Staging::parameters)
                .toList();
        Value memory = memory(0, reordered, Parameter::elements, ElementType.COMPUTE);
        Value floats = memory(portion, reordered, Staging::row, ElementType.FLOAT32);
        // One Staging each: the memory of a constant is overwritten by the next.
        return expressions.stream()
                .map(expression ->
                        isReordered(expression) ? new Staging(memory, floats).through(expression) : expression)
                .toList();
    }

    private static Value memory(
            long least, List<Parameter> parameters, ToLongFunction<Parameter> size, ElementType type) {
        long elements = parameters.stream().mapToLong(size).reduce(least, Math::max);
        return Call.of("torch.empty", List.of(elements), Argument.named("dtype", type));
    }

    private static long row(Parameter weight) {
        return weight.elements() / weight.shape()[0];
    }

    // The memory holds one weight at a time.
    private static boolean isReordered(Value expression) {
        return expression instanceof Call call
                && call.function().startsWith("ops.mkldnn._reorder")
                && parameters(call).distinct().count() == 1;
    }

    private Value through(Value value) {
        if (isWeight(value)) {
            return isChanged(value) ? staged.computeIfAbsent(value, this::staged) : value;
        } else if (value instanceof Call call) {
            return new Call(call.function(), call.arguments(this::through));
        }
        return value;
    }

    /** Whether it is a weight or rows of one, as numbers of any type. */
    private static boolean isWeight(Value value) {
        return value instanceof Parameter
                || value instanceof Call call
                        && (isBytes(call) || isRows(call) || call.function().equals("torch.to"))
                        && isWeight(call.operand());
    }

    /** Whether the numbers are not used as they stand in the file. */
    private static boolean isChanged(Value weight) {
        return weight instanceof Call call
                ? !isRows(call) || isChanged(call.operand())
                : ((Parameter) weight).shape().length == CONVOLUTION;
    }

    private static boolean isRows(Call call) {
        return call.function().equals("torch.narrow") && call.arguments().get(1).equals(FIRST);
    }

    private static boolean isBytes(Call call) {
        return call.function().equals("torch.view_copy");
    }

    private Call staged(Value weight) {
        return Call.of("self." + NAME, stored(weight), bytesOf(weight), memory, floats);
    }

    /** The weight, or its rows, as in the file. */
    private static Value stored(Value weight) {
        if (!(weight instanceof Call call)) {
            return weight;
        }
        Value whole = stored(call.operand());
        return isRows(call)
                ? Call.of(
                        "torch.narrow",
                        whole,
                        FIRST,
                        call.arguments().get(2),
                        call.arguments().get(3))
                : whole;
    }

    /** The type of numbers that come as bytes, null of others. */
    private static @Nullable Argument bytesOf(Value weight) {
        if (!(weight instanceof Call call)) {
            return null;
        }
        return isBytes(call) ? ((Argument.Named) call.arguments().get(1)).value() : bytesOf(call.operand());
    }

    private static Stream<Parameter> parameters(Value value) {
        if (value instanceof Parameter parameter) {
            return Stream.of(parameter);
        }
        return value instanceof Call call ? call.operands().flatMap(Staging::parameters) : Stream.empty();
    }
}
