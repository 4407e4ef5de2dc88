package dev.demist.engine.internal.guidance;

import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.Collections;

/**
 * The guidance of distilled models, which were trained with the scale as an input. A negative prompt may guide them as
 * well.
 *
 * @param input its name
 * @param scale the scale as the model takes it, one row
 * @param rest the guidance by a negative prompt, or none
 */
record EmbeddedGuidance(String input, Tensor scale, Guidance rest) implements Guidance {

    @Override
    public int rows() {
        return rest.rows();
    }

    @Override
    public int rows(int step, int steps) {
        return rest.rows(step, steps);
    }

    @Override
    public Conditioning conditioning(Conditioning prompts) {
        Tensor[] each = Collections.nCopies(rows(), scale).toArray(Tensor[]::new);
        return prompts.with(input, Tensor.concat(0, each));
    }

    @Override
    public Tensor prediction(Tensor output) {
        return rest.prediction(output);
    }
}
