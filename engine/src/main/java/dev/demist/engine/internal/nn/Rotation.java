package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;

/**
 * The turning of queries and keys by the angles of their tokens, in float32; see {@link RotaryEmbedding}.
 *
 * @param cos {@code [T, width / 2]}
 * @param sin {@code [T, width / 2]}
 * @param both as the parts of complex numbers
 */
public record Rotation(Value cos, Value sin, Value both) {

    /** The rotation by angles {@code [T, width / 2]}. */
    public static Rotation of(Value angles) {
        Value cos = angles.apply("torch.cos").to(ElementType.FLOAT32);
        Value sin = angles.apply("torch.sin").to(ElementType.FLOAT32);
        return new Rotation(cos, sin, cos.apply("torch.complex", sin));
    }

    /** Heads {@code [B, heads, T, width]} whose neighbouring numbers are pairs, as in FLUX. */
    public Value ofNeighbours(Value heads) {
        Value pairs = heads.to(ElementType.FLOAT32).reshape(heads.size(0), heads.size(1), heads.size(2), -1, 2);
        Value turned = pairs.apply("torch.view_as_complex").times(both).apply("torch.view_as_real");
        return Compute.of(turned.apply("torch.flatten", 3, 4));
    }

    /** Heads {@code [B, heads, T, width]} whose two halves are pairs, as in Llama. */
    public Value ofHalves(Value heads, int width) {
        Value all = heads.to(ElementType.FLOAT32);
        Value a = all.narrow(-1, 0, width / 2);
        Value b = all.narrow(-1, width / 2, width / 2);
        Value first = a.times(cos).minus(b.times(sin));
        Value second = b.times(cos).plus(a.times(sin));
        return Compute.of(Value.concat(-1, first, second));
    }
}
