package dev.demist.engine.internal.text;

import dev.demist.scheduler.Tensor;
import java.util.List;

/** Emphasis in prompts: each token's states are multiplied by its weight, then all are scaled to their former mean. */
final class PromptWeights {

    private PromptWeights() {}

    /**
     * The weighted states.
     *
     * @param context {@code [1, T, C]}
     * @param weights of each chunk's tokens, T in all
     */
    static Tensor apply(Tensor context, List<float[]> weights) {
        if (weights.stream().allMatch(PromptWeights::isPlain)) {
            return context;
        }
        float[] weighted = context.toArray();
        int width = context.size(2);
        int token = 0;
        for (float[] chunk : weights) {
            for (float weight : chunk) {
                for (int i = token * width; i < (token + 1) * width; i++) {
                    weighted[i] *= weight;
                }
                token++;
            }
        }
        double mean = mean(weighted);
        Tensor result = Tensor.wrap(weighted, context.shape());
        return mean == 0 ? result : result.times(mean(context.toArray()) / mean);
    }

    private static boolean isPlain(float[] chunk) {
        for (float weight : chunk) {
            if (weight != 1) {
                return false;
            }
        }
        return true;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
