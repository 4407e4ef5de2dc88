package dev.demist.engine.internal.guidance;

import dev.demist.scheduler.Tensor;

/**
 * A second row for the negative prompt, away from which the prediction is pushed; the parameters are those of
 * {@link Guidance#classifierFree}.
 */
record ClassifierFreeGuidance(double scale, double rescale, double from, double to) implements Guidance {

    @Override
    public int rows() {
        return 2;
    }

    @Override
    public int rows(int step, int steps) {
        return (int) (from * steps) <= step && step < (int) (to * steps) ? 2 : 1;
    }

    /** Of two rows, the unconditional one is the first; a single row is the conditional one. */
    @Override
    public Tensor prediction(Tensor output) {
        if (output.size(0) == 1) {
            return output;
        }
        Tensor conditional = output.rows(1, 2);
        Tensor guided = Tensor.weightedSum(1 - scale, output.rows(0, 1), scale, conditional);
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
