package org.example.scheduler;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerOption.Type;
import dev.demist.scheduler.SchedulerProvider;
import java.util.List;

/**
 * The gradient estimation scheduler of Permenter and Yuan 2024, "Interpreting and improving diffusion models from an optimization
 * perspective", algorithm 2: Euler's method with a noise estimate that leans on how the last two differ.
 */
public final class GradientEstimation implements SchedulerProvider {

    private static final List<SchedulerOption> OPTIONS = List.of(
            new SchedulerOption("gamma", Type.NUMBER, 2.0, List.of(), "weight of the newest estimate; 1 is Euler's method"),
            new SchedulerOption("num_train_timesteps", Type.INTEGER, 1000, List.of(), "timesteps the model was trained on"),
            new SchedulerOption("beta_start", Type.NUMBER, 0.00085, List.of(), "beta of the first timestep"),
            new SchedulerOption("beta_end", Type.NUMBER, 0.012, List.of(), "beta of the last timestep"),
            new SchedulerOption(
                    "beta_schedule", Type.CHOICE, "scaled_linear", List.of("scaled_linear", "linear"), "how beta grows"),
            new SchedulerOption(
                    "prediction_type",
                    Type.CHOICE,
                    "epsilon",
                    List.of("epsilon", "v_prediction"),
                    "what the model's output means"));

    @Override
    public String name() {
        return "gradient-estimation";
    }

    @Override
    public String description() {
        return "Euler with a better noise estimate, for few steps";
    }

    @Override
    public List<SchedulerOption> options() {
        return OPTIONS;
    }

    @Override
    public Scheduler create(SchedulerConfig config) {
        double gamma = config.number("gamma", 2);
        boolean velocity = config.choice("prediction_type", "epsilon", "v_prediction").equals("v_prediction");
        double[] sigmas = trainedSigmas(config);
        config.warnAboutUnknownKeys(this);
        return request -> new GradientEstimationPlan(sigmas, request.refuseSigmas(name()), gamma, velocity);
    }

    /** The noise level of every trained timestep, as in {@code x = clean + sigma * noise}. */
    private static double[] trainedSigmas(SchedulerConfig config) {
        int trained = config.integer("num_train_timesteps", 1000, 2);
        boolean scaled = config.choice("beta_schedule", "scaled_linear", "linear").equals("scaled_linear");
        double power = scaled ? 0.5 : 1;
        double start = Math.pow(config.number("beta_start", 0.00085), power);
        double end = Math.pow(config.number("beta_end", 0.012), power);
        double[] sigmas = new double[trained];
        double signal = 1;
        for (int t = 0; t < trained; t++) {
            signal *= 1 - Math.pow(start + (end - start) * t / (trained - 1), 1 / power);
            sigmas[t] = Math.sqrt((1 - signal) / signal);
        }
        return sigmas;
    }
}
