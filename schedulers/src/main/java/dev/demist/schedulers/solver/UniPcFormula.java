package dev.demist.schedulers.solver;

import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.Level;
import java.util.Arrays;
import java.util.List;

/**
 * UniP and UniC of arbitrary order (Zhao et al. 2023, algorithms 1 and 2, eq. 9).
 *
 * @param data whether the clean sample is extrapolated, or the noise
 * @param bh2 {@code B(h) = e^h - 1}, else {@code B(h) = h}
 */
record UniPcFormula(boolean data, boolean bh2) {

    Tensor signal(Call call, Tensor clean) {
        return data ? clean : call.noiseBehind(clean, false);
    }

    /** The sample at {@code to} from the predictions at {@code levels}, newest first. */
    Tensor predict(Tensor x, List<Tensor> signals, List<Level> levels, Level to) {
        int order = levels.size();
        double hh = hh(levels, to);
        if (hh == 0) {
            return x;
        }
        if (!data && to.sigma() == 0) {
            return clean(x, signals.get(0), levels.get(0), to);
        }
        double[] rk = ratios(levels, to);
        double[] rho = order == 1
                ? new double[0]
                : order == 2 ? new double[] {0.5} : coefficients(Arrays.copyOf(rk, order - 1), hh);
        return combine(x, signals, levels, to, rk, rho, null, 0);
    }

    /** The limit of a first-order step in the noise where log-SNR becomes infinite: the clean sample. */
    private static Tensor clean(Tensor x, Tensor noise, Level from, Level to) {
        double kept = to.alpha() / from.alpha();
        return Tensor.weightedSum(kept, x, -kept * from.sigma(), noise);
    }

    /** The sample at {@code to} again, now that {@code latest} is predicted there. */
    Tensor correct(Tensor x, Tensor latest, List<Tensor> signals, List<Level> levels, Level to) {
        int order = levels.size();
        double[] rk = Arrays.copyOf(ratios(levels, to), order);
        rk[order - 1] = 1;
        double[] rho = order == 1 ? new double[] {0.5} : coefficients(rk, hh(levels, to));
        return combine(x, signals, levels, to, rk, Arrays.copyOf(rho, order - 1), latest, rho[order - 1]);
    }

    private Tensor combine(
            Tensor x,
            List<Tensor> signals,
            List<Level> levels,
            Level to,
            double[] rk,
            double[] rho,
            @org.jspecify.annotations.Nullable Tensor latest,
            double latestRho) {
        Level from = levels.get(0);
        double hh = hh(levels, to);
        double amplitude = data ? to.alpha() : to.sigma();
        double b = amplitude * (bh2 ? Math.expm1(hh) : hh);
        Tensor[] terms = new Tensor[rho.length + (latest == null ? 2 : 3)];
        double[] weights = new double[terms.length];
        terms[0] = x;
        weights[0] = data ? to.sigma() / from.sigma() : to.alpha() / from.alpha();
        terms[1] = signals.get(0);
        weights[1] = -amplitude * Math.expm1(hh);
        for (int k = 0; k < rho.length; k++) {
            terms[k + 2] = signals.get(k + 1);
            weights[k + 2] = -b * rho[k] / rk[k];
            weights[1] += b * rho[k] / rk[k];
        }
        if (latest != null) {
            terms[terms.length - 1] = latest;
            weights[terms.length - 1] = -b * latestRho;
            weights[1] += b * latestRho;
        }
        return Tensor.weightedSum(weights, terms);
    }

    private double hh(List<Level> levels, Level to) {
        double h = to.lambda() - levels.get(0).lambda();
        return data ? -h : h;
    }

    /** The positions of the older predictions, in units of the step. */
    private static double[] ratios(List<Level> levels, Level to) {
        double lambda = levels.get(0).lambda();
        double h = to.lambda() - lambda;
        return levels.stream()
                .skip(1)
                .mapToDouble(at -> (at.lambda() - lambda) / h)
                .toArray();
    }

    /** The solution of {@code sum_k rho_k rk^(i-1) = b_i}. */
    private double[] coefficients(double[] rk, double hh) {
        int n = rk.length;
        double[][] rows = new double[n][n + 1];
        double phi = Math.expm1(hh) / hh - 1;
        double factorial = 1;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                rows[i][k] = Math.pow(rk[k], i);
            }
            rows[i][n] = phi * factorial / (bh2 ? Math.expm1(hh) : hh);
            factorial *= i + 2;
            phi = phi / hh - 1 / factorial;
        }
        return LinearSystem.solve(rows);
    }
}
