package dev.demist.engine.internal.lowering;

/**
 * Attention of many queries by oneDNN's products, some rows of scores at a time.
 *
 * <p>libtorch's fused attention multiplies by MKL, which leaves half of the vectors empty on AMD's processors. Scores
 * and their softmax are float32 here as they are there, whatever the program computes in.
 */
final class LargeAttention {

    /** The method that computes it, of queries, keys and values, without a mask. */
    static final String NAME = "large_attention";

    /** The fewest queries; with fewer the fused attention is as fast. */
    private static final int LARGE = 1024;
    /** The most keys: for pictures larger than 1024x1024 the scores of enough rows do not fit into the cache. */
    private static final int HUGE = 16384;
    /** The number of scores in a block, so that they stay in the cache. */
    private static final int SCORES = 1 << 20;
    /** The fewest rows of a block, because the keys are read once for each block. */
    private static final int ROWS = 256;

    /** The method that a module needs for {@link #NAME}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  query: Tensor,
                  key: Tensor,
                  value: Tensor) -> Tensor:
                n = torch.size(query, 2)
                m = torch.size(key, 2)
                if torch.__or__(torch.lt(n, %d), torch.gt(m, %d)):
                  y = self.%s(query, key, value)
                else:
                  d = torch.size(query, 3)
                  q = torch.reshape(query, [-1, n, d])
                  k = torch.reshape(key, [-1, m, d])
                  v = torch.reshape(torch.contiguous(torch.transpose(value, 2, 3)), [-1, d, m])
                  out = torch.empty_like(q)
                  rows = ops.prim.max(%d, torch.floordiv(%d, m))
                  for head in range(torch.size(q, 0)):
                    keys = self.%s(torch.select(k, 0, head))
                    for block in range(torch.floordiv(torch.sub(torch.add(n, rows), 1), rows)):
                      start = torch.mul(block, rows)
                      length = ops.prim.min(rows, torch.sub(n, start))
                      part = torch.to(torch.narrow(torch.select(q, 0, head), 0, start, length), 6)
                      scaled = torch.mul(part, torch.pow(d, -0.5))
                      scores = self.%s(scaled, keys)
                      weights = torch.to(torch.softmax(scores, -1), v)
                      mean = self.%s(weights, torch.select(v, 0, head))
                      place = torch.narrow(torch.select(out, 0, head), 0, start, length)
                      _ = torch.copy_(place, mean)
                  y = torch.reshape(out, torch.size(query))
                return y
            """.formatted(
                    NAME,
                    LARGE,
                    HUGE,
                    SmallAttention.NAME,
                    ROWS,
                    SCORES,
                    AttentionScores.KEYS,
                    AttentionScores.NAME,
                    AttentionMeans.NAME);

    private LargeAttention() {}
}
