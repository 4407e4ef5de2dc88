package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import java.util.List;

/**
 * The turning of queries and keys by the angles of their tokens, in float32; see {@link RotaryEmbedding}.
 *
 * @param cos {@code [T, width / 2]}
 * @param sin {@code [T, width / 2]}
 */
public record Rotation(Value cos, Value sin) {

    /** The rotation by angles {@code [T, width / 2]}. */
    public static Rotation of(Value angles) {
        return new Rotation(
                angles.apply("torch.cos").to(ElementType.FLOAT32),
                angles.apply("torch.sin").to(ElementType.FLOAT32));
    }

    /** Heads {@code [B, heads, T, width]} whose neighbouring numbers are pairs, as in FLUX. */
    public Value ofNeighbours(Value heads) {
        Value pairs = heads.to(ElementType.FLOAT32).reshape(heads.size(0), heads.size(1), heads.size(2), -1, 2);
        Value a = pairs.apply("torch.select", -1, 0);
        Value b = pairs.apply("torch.select", -1, 1);
        Value turned = Call.of("torch.stack", List.of(first(a, b), second(a, b)), -1);
        return Compute.of(turned.apply("torch.flatten", 3, 4));
    }

    /** Heads {@code [B, heads, T, width]} whose two halves are pairs, as in Llama. */
    public Value ofHalves(Value heads, int width) {
        Value all = heads.to(ElementType.FLOAT32);
        Value a = all.narrow(-1, 0, width / 2);
        Value b = all.narrow(-1, width / 2, width / 2);
        return Compute.of(Value.concat(-1, first(a, b), second(a, b)));
    }

    private Value first(Value a, Value b) {
        return a.times(cos).minus(b.times(sin));
    }

    private Value second(Value a, Value b) {
        return b.times(cos).plus(a.times(sin));
    }
}
