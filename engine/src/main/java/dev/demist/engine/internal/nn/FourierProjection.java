package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;

/**
 * Embedding of noise levels at random frequencies (Tancik et al., 2020; Song et al., 2020).
 *
 * @param weight the frequencies {@code [C]}
 */
public record FourierProjection(Parameter weight) {

    /** {@code channels} frequencies. */
    public static FourierProjection of(Scope scope, int channels) {
        return new FourierProjection(scope.parameter("weight", channels));
    }

    /** Positive float32 numbers {@code [N]} to float32 {@code [N, 2C]}. */
    public Value apply(Value levels) {
        Value frequencies = weight.to(ElementType.FLOAT32).unsqueeze(0);
        Value angles = levels.apply("torch.log")
                .unsqueeze(1)
                .times(frequencies)
                .times(2.0)
                .times(Math.PI);
        return Value.concat(-1, angles.apply("torch.sin"), angles.apply("torch.cos"));
    }
}
