package dev.demist.engine.internal.model.t5;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Embedding;
import dev.demist.engine.internal.nn.Scope;

/**
 * What attention learns of the distance between two tokens (Raffel et al., 2020, section 2.1). Near tokens have a
 * bucket for each distance, far ones share buckets of logarithmic width; half of the buckets are for each direction.
 *
 * @param heads of the attention
 * @param buckets of both directions together
 * @param maxDistance from which on all share the last bucket
 */
record RelativePositions(int heads, int buckets, int maxDistance) {

    private static final Argument FLOAT = Argument.named("dtype", ElementType.FLOAT32);

    /** What is added to the scores of {@code length} tokens: {@code [1, heads, T, T]}. */
    Value bias(Scope scope, Value length) {
        Value places = Call.of("torch.arange", length, FLOAT);
        Value distance = places.unsqueeze(0).minus(places.unsqueeze(1));
        return Embedding.of(scope, buckets, heads)
                .apply(bucket(distance))
                .permute(2, 0, 1)
                .unsqueeze(0);
    }

    // In float32, in the order of the reference: at the border of two buckets the rounding decides.
    private Value bucket(Value distance) {
        int half = buckets / 2;
        int exact = half / 2;
        Value far = distance.apply("torch.abs");
        Value logarithm = far.dividedBy(exact)
                .apply("torch.log")
                .dividedBy(Math.log((double) maxDistance / exact))
                .times(half - exact)
                .apply("torch.floor")
                .plus(exact);
        Value shared = logarithm.apply("torch.clamp_max", half - 1);
        Value bucket = Call.of("torch.where", far.apply("torch.lt", exact), far, shared);
        Value direction = distance.apply("torch.gt", 0).to(ElementType.FLOAT32).times(half);
        return bucket.plus(direction).to(ElementType.INT64);
    }
}
