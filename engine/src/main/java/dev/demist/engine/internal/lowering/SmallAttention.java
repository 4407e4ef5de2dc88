package dev.demist.engine.internal.lowering;

/**
 * libtorch's fused attention, with at least as many queries as fill its threads' memory evenly.
 *
 * <p>For few queries each thread gets as much memory as they need. Where that is no multiple of a vector, the second
 * thread's begins at another remainder than the first one's, MKL multiplies in another order there, and the last bits
 * of a picture depend on which thread it meets: on the pictures that are computed in the same call.
 */
final class SmallAttention {

    /** The method that computes it, of queries, keys and values, without a mask. */
    static final String NAME = "small_attention";

    /** From this many queries on the memory does not depend on their number. */
    private static final int ENOUGH = 32;

    private static final int VECTOR = 16;

    /** The method that a module needs for {@link #NAME}. */
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
}
