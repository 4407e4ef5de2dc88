package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.AttentionCall;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Value;
import java.util.function.UnaryOperator;

/**
 * libtorch's fused attention, with at least as many queries as fill its threads' memory evenly.
 *
 * <p>For few queries each thread gets as much memory as they need. Where that is no multiple of a vector, the second
 * thread's begins at another remainder than the first one's, MKL multiplies in another order there, and the last bits
 * of a picture depend on which thread it meets: on the pictures that are computed in the same call.
 */
final class SmallAttention {

    /** The method that computes it, of queries, keys and values. */
    static final String NAME = "small_attention";

    /** From this many queries on the memory does not depend on their number. */
    private static final int ENOUGH = 32;

    private static final int VECTOR = 16;

    /** The method that a module needs for {@link #of}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  query: Tensor,
                  key: Tensor,
                  value: Tensor) -> Tensor:
                n = torch.size(query, 2)
                more = torch.remainder(torch.neg(n), %d)
                if torch.__or__(torch.ge(n, %d), torch.eq(more, 0)):
                  y = torch.scaled_dot_product_attention(query, key, value)
                else:
                  filled = torch.constant_pad_nd(query, [0, 0, 0, more])
                  y = torch.narrow(torch.scaled_dot_product_attention(filled, key, value), 2, 0, n)
                return y
            """.formatted(NAME, VECTOR, ENOUGH);

    private SmallAttention() {}

    /** The call of the method instead of an attention without a mask. */
    static Call of(AttentionCall traced, UnaryOperator<Value> lowered) {
        return Call.of(
                "self." + NAME,
                lowered.apply(traced.query()),
                lowered.apply(traced.key()),
                lowered.apply(traced.value()));
    }
}
