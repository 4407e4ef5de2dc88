package dev.demist.schedulers.schedule;

import dev.demist.schedulers.Settings;
import java.util.function.DoubleUnaryOperator;

/** The noise added at each trained timestep. Values are float32, rounded as the trainers' tables were. */
final class Betas {

    private Betas() {}

    static double[] of(Settings settings) {
        double[] betas =
                settings.has("trained_betas") ? rounded(settings.numbers("trained_betas")) : scheduled(settings);
        return settings.flag("rescale_betas_zero_snr") ? zeroTerminalSnr(betas) : betas;
    }

    /** The number of timesteps that the model was trained on. */
    static int size(Settings settings) {
        return settings.integer("num_train_timesteps", 1, 1_000_000);
    }

    private static double[] scheduled(Settings settings) {
        int n = size(settings);
        return switch (settings.choice("beta_schedule")) {
            case "linear" -> linspace(beta(settings, "beta_start"), beta(settings, "beta_end"), n);
            case "scaled_linear" ->
                squared(linspace(Math.sqrt(beta(settings, "beta_start")), Math.sqrt(beta(settings, "beta_end")), n));
            case "sigmoid" -> sigmoid(beta(settings, "beta_start"), beta(settings, "beta_end"), n);
            case "exp" -> forAlphaBar(n, t -> Math.exp(-12 * t));
            case "laplace" -> forAlphaBar(n, Betas::laplace);
            default -> forAlphaBar(n, t -> Math.pow(Math.cos((t + 0.008) / 1.008 * Math.PI / 2), 2));
        };
    }

    private static double beta(Settings settings, String key) {
        return requireBeta(key, settings.number(key, 0));
    }

    private static double requireBeta(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw Settings.notAllowed(key, value, "it must be from 0 to 1");
        }
        return value;
    }

    /** Evenly spaced float32 values, filled from both ends with fused multiply-adds as torch does. */
    static double[] linspace(double start, double end, int n) {
        float first = (float) start;
        float last = (float) end;
        float step = n == 1 ? 0 : (last - first) / (n - 1);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i < n / 2 ? Math.fma(step, (float) i, first) : Math.fma(-step, (float) (n - 1 - i), last);
        }
        if (n == 1) {
            values[0] = first;
        }
        return values;
    }

    private static double[] squared(double[] roots) {
        double[] squares = new double[roots.length];
        for (int i = 0; i < roots.length; i++) {
            squares[i] = (float) roots[i] * (float) roots[i];
        }
        return squares;
    }

    private static double[] sigmoid(double start, double end, int n) {
        double[] values = linspace(-6, 6, n);
        for (int i = 0; i < n; i++) {
            float sigmoid = (float) (1 / (1 + Math.exp(-values[i])));
            values[i] = sigmoid * (float) (end - start) + (float) start;
        }
        return values;
    }

    /**
     * Betas of at most 0.999 that make {@code alphaBar}, a function of time 0 ... 1 (Nichol and Dhariwal 2021, eq. 17).
     */
    private static double[] forAlphaBar(int n, DoubleUnaryOperator alphaBar) {
        double[] betas = new double[n];
        for (int i = 0; i < n; i++) {
            double ratio = alphaBar.applyAsDouble((i + 1.0) / n) / alphaBar.applyAsDouble((double) i / n);
            betas[i] = (float) Math.min(1 - ratio, 0.999);
        }
        return betas;
    }

    private static double laplace(double t) {
        double lambda = -0.5 * Math.copySign(1, 0.5 - t) * Math.log(1 - 2 * Math.abs(0.5 - t) + 1e-6);
        double snr = Math.exp(lambda);
        return Math.sqrt(snr / (1 + snr));
    }

    /** Lin et al. 2023, "Common diffusion noise schedules and sample steps are flawed", algorithm 1. */
    private static double[] zeroTerminalSnr(double[] betas) {
        double[] bars = alphaBars(betas);
        int n = bars.length;
        float first = (float) Math.sqrt(bars[0]);
        float last = (float) Math.sqrt(bars[n - 1]);
        float scale = first / (first - last);
        double[] rescaled = new double[n];
        float before = 1;
        for (int i = 0; i < n; i++) {
            float root = ((float) Math.sqrt(bars[i]) - last) * scale;
            float bar = root * root;
            rescaled[i] = 1 - (i == 0 ? bar : bar / before);
            before = bar;
        }
        return rescaled;
    }

    /** The cumulative products of {@code 1 - beta}: summed up in double, kept in float32, as torch does. */
    static double[] alphaBars(double[] betas) {
        double[] bars = new double[betas.length];
        double product = 1;
        for (int i = 0; i < bars.length; i++) {
            product *= 1 - (float) betas[i];
            bars[i] = (float) product;
        }
        return bars;
    }

    private static double[] rounded(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) requireBeta("trained_betas", values[i]);
        }
        return values;
    }
}
