package dev.demist.schedulers.solver;

import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One exponential-integrator step of the DPM-Solver family. All eight variants are one formula, {@code x' = a x + B (c0
 * D0 + c1 D1 + c2 D2) + s z} with {@code c} functions of {@code g}: data prediction (++) has {@code g = h}, noise
 * prediction {@code g = -h}, and an SDE doubles what the ODE does.
 *
 * @param data whether the clean sample is extrapolated, or the noise
 * @param stochastic whether noise is added
 * @param heun the form of the second order term
 */
record DpmFormula(boolean data, boolean stochastic, boolean heun) {

    static DpmFormula of(Settings settings) {
        String type = settings.choice("algorithm_type");
        boolean data = type.endsWith("++");
        if (!data && settings.is("final_sigmas_type", "zero")) {
            throw Settings.notAllowed("final_sigmas_type", "zero", "algorithm_type " + type + " needs sigma_min");
        }
        LogSnr.requireNoise(settings, data);
        return new DpmFormula(data, type.startsWith("sde"), settings.is("solver_type", "heun"));
    }

    /** The prediction to extrapolate: the clean sample or the noise. */
    Tensor signal(Call call, Tensor clean, boolean ranged) {
        return data ? clean : call.noiseBehind(clean, ranged);
    }

    /**
     * The sample at {@code to}, extrapolated from predictions made on the way to {@code x}.
     *
     * @param levels where {@code signals} were predicted, newest first; as many as the order
     */
    Tensor multistep(Call call, Tensor x, Level to, List<Level> levels, List<Tensor> signals) {
        double h = to.lambda() - levels.get(0).lambda();
        if (h == 0) {
            return x;
        }
        return combine(call, x, levels.get(0), to, divided(h, levels, amplified(h, to, levels.size())), signals);
    }

    /** {@code a x + sum weights signals + s z} from {@code from}, where {@code x} is, to {@code to}. */
    Tensor combine(Call call, Tensor x, Level from, Level to, double[] weights, List<Tensor> signals) {
        double h = to.lambda() - from.lambda();
        double kept = data ? to.sigma() / from.sigma() : to.alpha() / from.alpha();
        List<Tensor> terms = new ArrayList<>(signals.subList(0, weights.length));
        double[] all = Arrays.copyOf(weights, weights.length + (stochastic ? 2 : 1));
        terms.add(x);
        all[weights.length] = stochastic && data ? kept * Math.exp(-h) : kept;
        if (stochastic) {
            terms.add(call.noise());
            all[weights.length + 1] = to.sigma() * Math.sqrt(data ? -Math.expm1(-2 * h) : Math.expm1(2 * h));
        }
        return Tensor.weightedSum(all, terms.toArray(Tensor[]::new));
    }

    /** {@code B c0, B c1, B c2}. */
    double[] amplified(double h, Level to, int order) {
        double g = data ? (stochastic ? 2 * h : h) : -h;
        double amplitude = data ? to.alpha() : (stochastic ? 2 : 1) * to.sigma();
        double[] c = new double[order];
        c[0] = -amplitude * Math.expm1(-g);
        if (order == 2) {
            c[1] = heun ? amplitude * (Math.expm1(-g) / g + 1) : c[0] / 2;
        }
        if (order == 3) {
            c[1] = amplitude * (Math.expm1(-g) / g + 1);
            // The reference's third order SDE has the other sign here; recordings follow it.
            double half = stochastic ? -0.5 : 0.5;
            c[2] = -amplitude * ((Math.expm1(-g) + g) / (g * g) - half);
        }
        return c;
    }

    /** The divided differences D0, D1, D2 written as weights of the signals themselves. */
    private static double[] divided(double h, List<Level> levels, double[] c) {
        if (c.length == 1) {
            return c;
        }
        double r0 = (levels.get(0).lambda() - levels.get(1).lambda()) / h;
        if (c.length == 2) {
            return new double[] {c[0] + c[1] / r0, -c[1] / r0};
        }
        double r1 = (levels.get(1).lambda() - levels.get(2).lambda()) / h;
        // D1 = d0 + r0 / (r0 + r1) (d0 - d1), D2 = (d0 - d1) / (r0 + r1), d0 = (m0 - m1) / r0, d1 = (m1 - m2) / r1
        double d0 = c[1] * (1 + r0 / (r0 + r1)) + c[2] / (r0 + r1);
        double d1 = -c[1] * r0 / (r0 + r1) - c[2] / (r0 + r1);
        return new double[] {c[0] + d0 / r0, -d0 / r0 + d1 / r1, -d1 / r1};
    }
}
