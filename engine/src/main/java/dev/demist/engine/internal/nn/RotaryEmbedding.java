package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import java.util.Arrays;

/**
 * Rotary position embedding (Su et al., 2021) of tokens that have a position on several axes: each axis turns its own
 * share of a head's numbers.
 *
 * @param theta the base of the frequencies
 * @param type the format of frequencies and angles, which differs between the references: the last bits of large angles
 *     matter
 * @param widths how many numbers of a head each axis turns; even
 */
public record RotaryEmbedding(double theta, ElementType type, int... widths) {

    /** Copies the widths. */
    public RotaryEmbedding {
        widths = widths.clone();
    }

    /** The numbers of a head, of all axes together. */
    public int width() {
        return Arrays.stream(widths).sum();
    }

    /**
     * The angles {@code [T, width / 2]} of T tokens.
     *
     * @param positions for each axis, float64 {@code [T]}
     */
    public Value angles(Value... positions) {
        Value[] each = new Value[widths.length];
        Arrays.setAll(each, axis -> positions[axis].to(type).unsqueeze(1).times(frequencies(widths[axis])));
        return Value.concat(1, each);
    }

    // theta^(-2k / width)
    private Value frequencies(int width) {
        Value exponents = Call.of("torch.arange", 0, width, 2, Argument.named("dtype", type))
                .dividedBy(width);
        return Call.of("torch.pow", theta, exponents).apply("torch.reciprocal").unsqueeze(0);
    }
}
