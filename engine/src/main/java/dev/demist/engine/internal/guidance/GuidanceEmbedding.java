package dev.demist.engine.internal.guidance;

import dev.demist.scheduler.Tensor;

/**
 * The sinusoidal embedding of the guidance scale that latent consistency models take (Luo et al., 2023, section 4.1).
 */
final class GuidanceEmbedding {

    private GuidanceEmbedding() {}

    /** The embedding {@code [1, dim]} of {@code scale}. */
    static Tensor of(double scale, int dim) {
        float[] embedding = new float[dim];
        int half = dim / 2;
        double w = (scale - 1) * 1000;
        for (int i = 0; i < half; i++) {
            float frequency = (float) Math.exp(-i * Math.log(10_000) / (half - 1));
            float angle = (float) w * frequency;
            embedding[i] = (float) Math.sin(angle);
            embedding[half + i] = (float) Math.cos(angle);
        }
        return Tensor.wrap(embedding, 1, dim);
    }
}
