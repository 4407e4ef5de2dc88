package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that are handed from stage to stage of a U-Net.
 *
 * @param sample the hidden state {@code [B, C, H, W]}
 * @param skips the states that the way up will take again, the last one first to be taken
 * @param picture the picture that skip blocks carry along with the hidden state, null without
 */
record Flow(Value sample, List<Value> skips, @Nullable Value picture) {

    /** The state before the first stage: it is a skip connection already. */
    static Flow of(Value sample) {
        return new Flow(sample, List.of(sample), null);
    }

    /** A new hidden state that is a skip connection, too. */
    Flow emit(Value next) {
        List<Value> more = new ArrayList<>(skips);
        more.add(next);
        return new Flow(next, List.copyOf(more), picture);
    }

    /** A new hidden state. */
    Flow with(Value next) {
        return new Flow(next, skips, picture);
    }

    /** Other skip connections. */
    Flow withSkips(List<Value> others) {
        return new Flow(sample, others, picture);
    }

    /** Another picture. */
    Flow withPicture(@Nullable Value next) {
        return new Flow(sample, skips, next);
    }

    /** The skip connection that is taken next. */
    Value lastSkip() {
        return skips.get(skips.size() - 1);
    }

    /** Without the skip connection that was taken, its channels behind the sample's. */
    Flow joinSkip() {
        return new Flow(Value.concat(1, sample, lastSkip()), skips.subList(0, skips.size() - 1), picture);
    }
}
