package dev.demist.engine.internal.lowering;

/** How {@link LargeAttention} multiplies queries with keys; scores are float32 either way. */
final class AttentionScores {

    /** What is made of the keys {@code [S, width]} of a head, once. */
    static final String KEYS = "score_keys";
    /** The scores {@code [T, S]} of queries {@code [T, width]} in float32 with such keys. */
    static final String NAME = "scores";

    /** By float32 products. Keys are made contiguous, because oneDNN leaves others to its reference code. */
    static final String WHOLE = """
              def %s(self: __torch__.Net,
                  key: Tensor) -> List[Tensor]:
                return [torch.contiguous(torch.to(key, 6))]
              def %s(self: __torch__.Net,
                  query: Tensor,
                  keys: List[Tensor]) -> Tensor:
                return ops.mkldnn._linear_pointwise(query, keys[0], None, "none", [], "")
            """.formatted(KEYS, NAME);

    /**
     * By products of 8-bit integers, with a scale for each query and each key. Keys are taken without their mean, which
     * changes no softmax and makes them shorter (SageAttention, Zhang et al. 2024, arXiv 2410.02367).
     */
    static final String INT8 = """
              def %s(self: __torch__.Net,
                  key: Tensor) -> List[Tensor]:
                k = torch.to(key, 6)
                centred = torch.sub(k, torch.mean(k, [0], True))
                most = torch.clamp_min(torch.amax(torch.abs(centred), [1], True), 1e-12)
                numbers = torch.to(torch.round_(torch.mul(centred, torch.mul(torch.reciprocal(most), 127.))), 1)
                packed = ops.onednn.qlinear_prepack(numbers, None)
                return [packed, torch.div(torch.squeeze(most, 1), 16129.), torch.zeros([1], dtype=3)]
              def %s(self: __torch__.Net,
                  query: Tensor,
                  keys: List[Tensor]) -> Tensor:
                return self.%s(query, keys[0], keys[1], keys[2])
            """.formatted(KEYS, NAME, Int8Product.PRODUCTS);

    private AttentionScores() {}
}
