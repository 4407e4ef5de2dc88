package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import java.util.Set;

/**
 * Activations on the processors, one row of a call at a time where their last bits would depend on the other rows.
 *
 * <p>libtorch divides all numbers of a call evenly among its threads. What is left of a thread's share behind its last
 * whole vectors is computed by another formula than the vectors, with other last bits. Where all shares are whole
 * vectors there is nothing left.
 */
final class ActivationByRow {

    private static final String TANH_GELU = "gelu_tanh";

    /** Operators of which the formulas for vectors and for single numbers differ. */
    private static final Set<String> FUNCTIONS =
            Set.of("torch.silu", "torch.silu_", "torch.mish", "torch.mish_", "torch.sigmoid");

    /** libtorch's loops take two vectors at once, of up to 32 numbers in half precision. */
    private static final int STEP = 64;

    /** The fewest numbers that libtorch gives to a thread. */
    private static final int GRAIN = 32768;

    private static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor) -> Tensor:
            """;

    private static final String IN_PLACE_METHOD = """
              def %1$s_(self: __torch__.Net,
                  x: Tensor) -> Tensor:
                if self.has_even_rows(x):
                  y = torch.%1$s_(x)
                else:
                  for i in range(torch.size(x, 0)):
                    _ = torch.%1$s_(torch.narrow(x, 0, i, 1))
                  y = x
                return y
            """;

    private ActivationByRow() {}

    /** The methods that a module needs for {@link #of}. */
    static String methods(int threads) {
        return evenRows(threads)
                + method("silu", "silu(%s)")
                + method("mish", "mish(%s)")
                + method("sigmoid", "sigmoid(%s)")
                + method(TANH_GELU, "gelu(%s, approximate=\"tanh\")")
                + IN_PLACE_METHOD.formatted("silu")
                + IN_PLACE_METHOD.formatted("mish");
    }

    private static String method(String name, String operator) {
        return METHOD.formatted(name) + EachRow.body("self.has_even_rows(x)", "torch." + operator);
    }

    private static String evenRows(int threads) {
        return """
                  def thread_share(self: __torch__.Net,
                      n: int) -> int:
                    t = ops.prim.max(1, ops.prim.min(%1$d, torch.floordiv(torch.add(n, %3$d), %2$d)))
                    return torch.floordiv(torch.add(n, torch.sub(t, 1)), t)
                  def has_even_rows(self: __torch__.Net,
                      x: Tensor) -> bool:
                    n = torch.numel(x)
                    b = ops.prim.max(1, torch.size(x, 0))
                    row = torch.floordiv(n, b)
                    left = torch.remainder(self.thread_share(n), %4$d)
                    left_of_row = torch.add(torch.remainder(self.thread_share(row), %4$d), torch.remainder(row, %4$d))
                    return torch.__or__(torch.eq(b, 1), torch.eq(torch.add(left, left_of_row), 0))
                """.formatted(threads, GRAIN, GRAIN - 1, STEP);
    }

    /** The call of a method instead of an operator that needs one; any other call as it is. */
    static Call of(Call call) {
        String function = call.function();
        if (FUNCTIONS.contains(function)) {
            return new Call(function.replace("torch.", "self."), call.arguments());
        }
        boolean tanhGelu = function.equals("torch.gelu") && call.arguments().size() > 1;
        return tanhGelu ? Call.of("self." + TANH_GELU, call.operand()) : call;
    }
}
