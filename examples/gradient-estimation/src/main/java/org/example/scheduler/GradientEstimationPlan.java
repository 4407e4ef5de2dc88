package org.example.scheduler;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.List;

/** One run of {@link GradientEstimation}. The history is the last noise estimate. */
final class GradientEstimationPlan implements SchedulerPlan {

    private final double[] timesteps;
    private final double[] sigmas;
    private final double gamma;
    private final boolean velocity;

    GradientEstimationPlan(double[] trainedSigmas, PlanRequest request, double gamma, boolean velocity) {
        this.gamma = gamma;
        this.velocity = velocity;
        timesteps = request.hasTimesteps() ? request.timesteps() : even(request.steps(), trainedSigmas.length);
        sigmas = new double[timesteps.length + 1];
        for (int call = 0; call < timesteps.length; call++) {
            sigmas[call] = trainedSigmas[trained(timesteps[call], trainedSigmas.length)];
        }
    }

    private static double[] even(int steps, int trained) {
        if (steps > trained) {
            throw new IllegalArgumentException("steps: " + steps + " is not allowed; it must be 1 to " + trained);
        }
        double[] even = new double[steps];
        Arrays.setAll(even, call -> Math.round((double) trained * (steps - call) / steps) - 1);
        return even;
    }

    private static int trained(double timestep, int trained) {
        if (timestep >= trained || timestep != Math.rint(timestep)) {
            throw new IllegalArgumentException(
                    "timesteps: " + timestep + " is not allowed; it must be a whole number of 0 to " + (trained - 1));
        }
        return (int) timestep;
    }

    @Override
    public int calls() {
        return timesteps.length;
    }

    @Override
    public double timestep(int call) {
        return timesteps[call];
    }

    @Override
    public double noiseLevel(int call) {
        return sigmas[call];
    }

    @Override
    public SchedulerState start(Tensor noise) {
        return SchedulerState.initial(0, noise.times(sigmas[0]));
    }

    @Override
    public SchedulerState startFrom(Tensor clean, Tensor noise, int call) {
        return SchedulerState.initial(call, Tensor.weightedSum(1, clean, sigmas[call], noise));
    }

    /** Models are trained on samples of variance 1. */
    @Override
    public Tensor modelInput(SchedulerState state) {
        return state.sample().times(1 / Math.hypot(1, sigmas[state.call()]));
    }

    @Override
    public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
        int call = state.call();
        double sigma = sigmas[call];
        Tensor x = state.sample();
        modelOutput.requireShape(x.shape());
        Tensor estimate = velocity
                ? Tensor.weightedSum(sigma / (1 + sigma * sigma), x, 1 / Math.hypot(1, sigma), modelOutput)
                : modelOutput;
        Tensor clean = Tensor.weightedSum(1, x, -sigma, estimate);
        // The last call goes straight to the clean sample that was predicted.
        boolean alone = state.history().isEmpty() || call + 1 == calls();
        Tensor direction = alone
                ? estimate
                : Tensor.weightedSum(gamma, estimate, 1 - gamma, state.history().get(0));
        Tensor next = Tensor.weightedSum(1, x, sigmas[call + 1] - sigma, direction);
        return new SchedulerState(call + 1, state.draws(), next, clean, List.of(estimate));
    }
}
