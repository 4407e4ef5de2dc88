package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.ExponentialIntegral;
import dev.demist.schedulers.schedule.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of {@link SaSolver} (algorithm 1). What is remembered: the (corrected) sample that the last step began
 * with, then the last predictions, newest first. The corrector uses the noise of the step it corrects once more.
 */
record SaSteps(boolean data, int predictorOrder, int correctorOrder, boolean lowerFinal, boolean ranged)
        implements Solver {

    @Override
    public SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        Tensor signal = data ? clean : call.noiseBehind(clean, ranged);
        List<Tensor> history = call.history();
        List<Tensor> signals = new ArrayList<>(history.isEmpty() ? history : history.subList(1, history.size()));
        signals.add(0, signal);
        Tensor x = history.isEmpty() ? call.x() : correct(call, history.get(0), signals);
        int keep = Math.max(predictorOrder, correctorOrder - 1);
        List<Tensor> kept = new ArrayList<>(signals.subList(0, Math.min(signals.size(), keep)));
        int order = Math.min(Math.min(predictorOrder, kept.size()), lowerFinal ? call.remaining() + 1 : predictorOrder);
        double tau = tau(call.timestep());
        double[] weights = weights(nodes(call, order), call.from(), call.to(), tau);
        if (data && order == 2) {
            double before = call.from().lambda() - call.from(1).lambda();
            shift(weights, secondOrder(call.from(), call.to(), tau) / before);
        }
        Tensor next = combine(x, kept, weights, call.from(), call.to(), tau, call.noise());
        kept.add(0, x);
        return call.next(next, clean, kept);
    }

    private Tensor correct(Call call, Tensor x, List<Tensor> signals) {
        int order =
                Math.min(Math.min(correctorOrder, signals.size()), lowerFinal ? call.remaining() + 3 : correctorOrder);
        double tau = tau(call.timestep(1));
        double[] weights = weights(nodes(call, order), call.from(1), call.from(), tau);
        if (data && order == 2) {
            double h = call.from().lambda() - call.from(1).lambda();
            shift(weights, secondOrder(call.from(1), call.from(), tau) / h);
        }
        return combine(x, signals, weights, call.from(1), call.from(), tau, call.lastNoise());
    }

    /** The paper's tau: 1 in the middle of the trained timesteps, where the reference adds noise, and 0 elsewhere. */
    private static double tau(double timestep) {
        return timestep >= 200 && timestep <= 800 ? 1 : 0;
    }

    private static double[] nodes(Call call, int order) {
        double[] nodes = new double[order];
        for (int i = 0; i < order; i++) {
            nodes[i] = call.from(i).lambda();
        }
        return nodes;
    }

    /** Eq. 14 (data) and its counterpart for noise: exponentially weighted integrals of the interpolation. */
    private double[] weights(double[] nodes, Level from, Level to, double tau) {
        double rate = data ? 1 + tau * tau : -1;
        return ExponentialIntegral.weights(nodes, from.lambda(), to.lambda(), rate);
    }

    /** The correction of the local error at order two (appendix of the paper), times a log-SNR. */
    private static double secondOrder(Level from, Level to, double tau) {
        double rate = 1 + tau * tau;
        double h = to.lambda() - from.lambda();
        double exact = (h * rate - 1 + Math.exp(-rate * h)) / (rate * rate);
        return Math.exp(rate * to.lambda()) * (h * h / 2 - exact);
    }

    private static void shift(double[] weights, double amount) {
        weights[0] += amount;
        weights[1] -= amount;
    }

    private Tensor combine(
            Tensor x, List<Tensor> signals, double[] weights, Level from, Level to, double tau, Tensor noise) {
        double h = to.lambda() - from.lambda();
        double square = tau * tau;
        double scale = (1 + square) * (data ? to.sigma() * Math.exp(-square * to.lambda()) : -to.alpha());
        Tensor[] terms = new Tensor[weights.length + 2];
        double[] all = new double[terms.length];
        for (int i = 0; i < weights.length; i++) {
            terms[i] = signals.get(i);
            all[i] = scale * weights[i];
        }
        terms[weights.length] = x;
        all[weights.length] = data ? Math.exp(-square * h) * to.sigma() / from.sigma() : to.alpha() / from.alpha();
        terms[weights.length + 1] = noise;
        all[weights.length + 1] =
                to.sigma() * (data ? Math.sqrt(-Math.expm1(-2 * square * h)) : tau * Math.sqrt(Math.expm1(2 * h)));
        return Tensor.weightedSum(all, terms);
    }
}
