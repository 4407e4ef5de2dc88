package dev.demist.scheduler;

/**
 * How one run goes from noise to a clean sample: a fixed number of model calls and the pure functions between them.
 *
 * <p>Immutable and safe to share between threads; {@link #advance} gives the same bits for the same arguments.
 */
public interface SchedulerPlan {

    /** The number of model evaluations; may differ from the steps asked for (Heun, PNDM's warm-up). */
    int calls();

    /** Model calls per step: 1, or 2 for second-order solvers such as Heun. Image to image skips whole steps. */
    default int order() {
        return 1;
    }

    /** The timestep that the model is given at call {@code call}, 0-based. */
    double timestep(int call);

    /**
     * The noise level sigma before call {@code call}, as in {@code x = x0 + sigma * eps} up to a scale; 0 at
     * {@code calls()}, never increasing. For progress and for comparing schedulers.
     */
    double noiseLevel(int call);

    /**
     * The state before call 0, made from standard normal {@code noise} {@code [B, C, H, W]} by the scheduler's own
     * scale.
     */
    SchedulerState start(Tensor noise);

    /**
     * The state before call {@code call} for image to image: {@code clean} noised to that call's level.
     *
     * @param clean the clean sample {@code [B, C, H, W]}
     * @param noise standard normal noise of the same shape
     * @param call 0 ... {@code calls() - 1}
     */
    SchedulerState startFrom(Tensor clean, Tensor noise, int call);

    /** The model's input: the state's sample, scaled for its call (diffusers' {@code scale_model_input}). */
    Tensor modelInput(SchedulerState state);

    /**
     * The state after the call. A pure function.
     *
     * @param state the state before the call, {@code state.call() < calls()}
     * @param modelOutput the model's output for {@link #modelInput}, {@code [B, C, H, W]} (or {@code [B, 2C, H, W]}
     *     with a learned variance)
     * @param noise the only source of noise of stochastic solvers
     * @throws IllegalArgumentException on a wrong shape, with both shapes in the message
     */
    SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise);
}
