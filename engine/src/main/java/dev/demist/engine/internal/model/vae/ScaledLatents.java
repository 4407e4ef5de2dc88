package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Value;

/** Latents that are shifted and scaled by two numbers. */
record ScaledLatents(VaeSettings settings) implements LatentForm {

    @Override
    public Value decoded(Value latents) {
        return latents.dividedBy(scalingFactor()).plus(shiftFactor());
    }

    @Override
    public Value mean(Value encoded) {
        return encoded;
    }

    @Override
    public Value logVariance(Value encoded) {
        return encoded;
    }

    @Override
    public double scalingFactor() {
        return settings.scalingFactor();
    }

    @Override
    public double shiftFactor() {
        return settings.shiftFactor();
    }

    @Override
    public int side() {
        return 1;
    }
}
