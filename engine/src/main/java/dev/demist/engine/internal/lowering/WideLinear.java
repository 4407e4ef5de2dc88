package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers with so many inputs that oneDNN sums them in portions.
 *
 * <p>How oneDNN divides a sum depends on the number of rows, and the last bits of the sum depend on that: with short
 * vectors few rows are summed in one go, and where there is too little other work for its threads they share each sum.
 * A picture must not depend on those that are computed in the same call. A picture that is large enough is summed in
 * the same portions alone and with others; smaller ones are put together only as far as one go reaches, if at all.
 *
 * @param few how many rows are put together
 * @param large from how many rows of one picture on it does not matter
 */
record WideLinear(int few, int large) {

    private static final String NAME = "wide_linear";
    private static final String JOINED = "wide_linear_joined";

    /** The longest portion in vectors. */
    private static final int PORTION = 64;
    /** The rows of one block of work. */
    private static final int ROWS = 64;

    /** The outputs of one block of work in vectors, at most. */
    private static final int BLOCK = 8;

    private static final int SHORT_VECTOR = 8;
    /** The most rows that short vectors sum in one go, if the number of outputs is a multiple of {@link #EVEN}. */
    private static final int FEW = 64;
    /** The most rows that they sum in one go for any number of outputs. */
    private static final int FEWEST = 16;

    private static final int EVEN = 32;
    /** From this many rows on they sum in portions. */
    private static final int MANY = 128;

    private static final String METHOD = """
              def %1$s(self: __torch__.Net,
                  x: Tensor,
                  %2$s,
                  few: int,
                  large: int) -> Tensor:
                b = torch.size(x, 0)
                rows = torch.floordiv(torch.numel(x), torch.mul(b, torch.size(x, -1)))
                n = ops.prim.max(1, torch.floordiv(few, rows))
                if torch.__or__(torch.ge(rows, large), torch.le(b, n)):
                  y = ops.mkldnn._linear_pointwise(x, %3$s)
                else:
                  parts = annotate(List[Tensor], [])
                  for i in range(torch.floordiv(torch.sub(torch.add(b, n), 1), n)):
                    start = torch.mul(i, n)
                    length = ops.prim.min(n, torch.sub(b, start))
                    part = ops.mkldnn._linear_pointwise(torch.narrow(x, 0, start, length), %4$s)
                    _ = torch.append(parts, part)
                  y = torch.cat(parts)
                return y
            """;

    /** The methods that a module needs for {@link #of}. */
    static final String METHODS = METHOD.formatted(
                    NAME,
                    "w: Tensor, bias: Optional[Tensor], activation: str, scalars: List[Optional[number]], kind: str",
                    "w, bias, activation, scalars, kind",
                    "w, bias, activation, scalars, kind")
            + METHOD.formatted(
                    JOINED,
                    "other: Tensor, w: Tensor, bias: Optional[Tensor], operation: str",
                    "other, w, bias, operation",
                    "torch.narrow(other, 0, start, length), w, bias, operation");

    /** The limits for a layer, null if any number of rows gives the same sums. */
    static @Nullable WideLinear of(int inputs, int outputs, Target target) {
        int vector = target.vector();
        if (inputs <= PORTION * vector) {
            return null;
        }
        int blocks = Math.max(1, outputs / (BLOCK * vector));
        int large = ROWS * ceilDiv(2 * target.threads() * ceilDiv(inputs, PORTION * vector), blocks);
        if (vector == SHORT_VECTOR) {
            return new WideLinear(outputs % EVEN == 0 ? FEW : FEWEST, Math.max(MANY, large));
        }
        return large <= ROWS ? null : new WideLinear(0, large);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /**
     * The call of the method instead of oneDNN's operator.
     *
     * @param joined whether the operator takes another tensor, too
     */
    Call call(Call pointwise, boolean joined) {
        List<Argument> arguments = new ArrayList<>(pointwise.arguments());
        arguments.add(Argument.of(few));
        arguments.add(Argument.of(large));
        return new Call("self." + (joined ? JOINED : NAME), arguments);
    }
}
