package dev.demist.engine.internal.pipeline;

import dev.demist.scheduler.Tensor;

/**
 * Classifier-free guidance (Ho and Salimans, 2022), with the rescaling of Lin et al. (2023), section 3.4.
 *
 * @param scale w in {@code uncond + w * (cond - uncond)}; up to 1 means none: one row instead of two
 * @param rescale phi, 0 ... 1; 0 means none
 */
record Guidance(double scale, double rescale) {

    /** Whether the model is asked twice, without and with the prompt. */
    boolean isOn() {
        return scale > 1;
    }

    /** Rows of a model call for one picture. */
    int rows() {
        return isOn() ? 2 : 1;
    }

    /**
     * The guided prediction {@code [1, C, H, W]} of {@code output} {@code [rows, C, H, W]}, the unconditional row
     * first.
     */
    Tensor combine(Tensor output) {
        if (!isOn()) {
            return output;
        }
        Tensor unconditional = output.rows(0, 1);
        Tensor conditional = output.rows(1, 2);
        Tensor guided = Tensor.weightedSum(1 - scale, unconditional, scale, conditional);
        if (rescale == 0) {
            return guided;
        }
        double ratio = deviation(conditional) / deviation(guided);
        return guided.times(rescale * ratio + 1 - rescale);
    }

    private static double deviation(Tensor tensor) {
        double mean = 0;
        for (int i = 0; i < tensor.size(); i++) {
            mean += tensor.get(i);
        }
        mean /= tensor.size();
        double squares = 0;
        for (int i = 0; i < tensor.size(); i++) {
            squares += (tensor.get(i) - mean) * (tensor.get(i) - mean);
        }
        return Math.sqrt(squares / (tensor.size() - 1));
    }
}
