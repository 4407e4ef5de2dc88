package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;

/**
 * Sinusoidal embedding of numbers (Vaswani et al., 2017, as Ho et al., 2020, use it).
 *
 * @param channels even; the first half sines, the second cosines
 * @param cosineFirst the halves the other way round ({@code flip_sin_to_cos})
 * @param shift {@code freq_shift}: how the frequencies are spaced
 */
public record Timesteps(int channels, boolean cosineFirst, double shift) {

    private static final double MAX_PERIOD = 10_000;

    /** Float32 numbers {@code [N]} to float32 {@code [N, channels]}. */
    public Value apply(Value numbers) {
        int half = channels / 2;
        Value frequencies = Call.of("torch.arange", half, Argument.named("dtype", ElementType.FLOAT32))
                .times(-Math.log(MAX_PERIOD))
                .dividedBy(half - shift)
                .apply("torch.exp");
        Value angles = numbers.unsqueeze(1).times(frequencies.unsqueeze(0));
        Value sine = angles.apply("torch.sin");
        Value cosine = angles.apply("torch.cos");
        return cosineFirst ? Value.concat(-1, cosine, sine) : Value.concat(-1, sine, cosine);
    }
}
