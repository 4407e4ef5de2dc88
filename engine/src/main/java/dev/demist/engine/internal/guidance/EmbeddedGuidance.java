package dev.demist.engine.internal.guidance;

import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;

/**
 * The guidance of distilled models, which were trained with the scale as an input.
 *
 * @param input its name
 * @param scale the scale as the model takes it, one row
 */
record EmbeddedGuidance(String input, Tensor scale) implements Guidance {

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public Conditioning conditioning(Conditioning prompts) {
        return prompts.with(input, scale);
    }
}
