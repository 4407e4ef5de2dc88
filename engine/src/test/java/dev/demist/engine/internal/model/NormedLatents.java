package dev.demist.engine.internal.model;

import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.scheduler.Tensor;

/** What FLUX.2's autoencoder makes of latents for the scheduler, written down once more. */
final class NormedLatents {

    private NormedLatents() {}

    /** Raw latents {@code [1, C, h, w]} as normed patches {@code [1, 4 C, h / 2, w / 2]}. */
    static Tensor of(Tensor raw, Weights weights, double eps) {
        Tensor mean = Goldens.tensor(weights, "bn.running_mean");
        Tensor variance = Goldens.tensor(weights, "bn.running_var");
        int height = raw.size(2) / 2;
        int width = raw.size(3) / 2;
        float[] normed = new float[raw.size()];
        for (int i = 0; i < normed.length; i++) {
            int channel = i / width / height;
            int y = 2 * (i / width % height) + channel / 2 % 2;
            int x = 2 * (i % width) + channel % 2;
            float value = raw.get((channel / 4 * raw.size(2) + y) * raw.size(3) + x);
            normed[i] = (float) ((value - mean.get(channel)) / Math.sqrt(variance.get(channel) + eps));
        }
        return Tensor.wrap(normed, 1, 4 * raw.size(1), height, width);
    }
}
