package dev.demist.schedulers.prediction;

import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.Level;

/**
 * The meaning of a model's output, in the notation of Karras et al. 2022, eq. 7: the clean sample is {@code skip * x +
 * out * F(in * x)}, and the noise is such a sum too. Stateless.
 */
public interface Prediction {

    /** The factor of the model's input. */
    double in(Level at);

    /** The factor of {@code x} in the clean sample. */
    double skip(Level at);

    /** The factor of the model's output in the clean sample. */
    double out(Level at);

    /**
     * The clean sample that {@code output} predicts for {@code x} at level {@code at}. Rounded to float32 at each
     * operation: where sigma is large, the reference's rounding is part of its result.
     */
    default Tensor clean(Level at, Tensor x, Tensor output) {
        return x.times(skip(at)).plus(output.times(out(at)));
    }

    /** The noise that {@code output} predicts for {@code x} at level {@code at}. */
    default Tensor noise(Level at, Tensor x, Tensor output) {
        return noiseOf(at, x, clean(at, x, output));
    }

    /** The noise in {@code x} at level {@code at} if {@code clean} is its clean sample. */
    static Tensor noiseOf(Level at, Tensor x, Tensor clean) {
        return x.minus(clean.times(at.alpha())).times(1 / at.sigma());
    }
}
