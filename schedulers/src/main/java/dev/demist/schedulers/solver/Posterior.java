package dev.demist.schedulers.solver;

import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.Level;

/**
 * The distribution of a less noisy sample given a noisy and a clean one (Ho et al. 2020, eq. 7), with a fixed variance
 * or a learned one (Nichol and Dhariwal 2021, eq. 15).
 */
record Posterior(String varianceType) {

    static final String[] VARIANCES = {
        "fixed_small", "fixed_small_log", "fixed_large", "fixed_large_log", "learned", "learned_range"
    };

    private static final double LEAST_VARIANCE = 1e-20;

    boolean learned() {
        return varianceType.startsWith("learned");
    }

    Tensor mean(Call call, Tensor clean, double beta) {
        double variance = call.from().sigma() * call.from().sigma();
        double less = call.to().sigma() * call.to().sigma();
        double ofClean = call.to().alpha() * beta / variance;
        double ofX = Math.sqrt(1 - beta) * less / variance;
        return Tensor.weightedSum(ofClean, clean, ofX, call.x());
    }

    Tensor noise(Call call, double beta) {
        double ratio = call.to().sigma() / call.from().sigma();
        double small = Math.max(ratio * ratio * beta, LEAST_VARIANCE);
        Tensor noise = call.noise();
        return switch (varianceType) {
            case "fixed_large", "fixed_large_log" -> noise.times(Math.sqrt(beta));
            case "learned" -> product(call.variance().map(v -> (float) Math.sqrt(v)), noise);
            case "learned_range" ->
                product(call.variance().map(v -> deviation(v, Math.log(small), Math.log(beta))), noise);
            default -> noise.times(Math.sqrt(small));
        };
    }

    /** {@code fraction}, -1 ... 1, lies between the logarithms of the smallest and the largest variance. */
    private static float deviation(float fraction, double min, double max) {
        double share = (fraction + 1) / 2;
        return (float) Math.exp(0.5 * (share * max + (1 - share) * min));
    }

    /** The noise added on the way from {@code to} up to {@code from}, as one beta. */
    static double beta(Level from, Level to) {
        double kept = from.alpha() / to.alpha();
        return 1 - kept * kept;
    }

    private static Tensor product(Tensor a, Tensor b) {
        float[] values = a.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= b.get(i);
        }
        return Tensor.wrap(values, b.shape());
    }
}
