package dev.demist.scheduler;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Scheduler} makes a plan for: a number of steps, or a custom schedule given as timesteps or as sigmas,
 * and the sample to be denoised. Immutable; further properties may be added in later versions.
 */
public final class PlanRequest {

    private static final int MAX_STEPS = 1000;
    private static final double[] NONE = {};

    private final int steps;
    private final double[] timesteps;
    private final double[] sigmas;
    private final int[] sampleShape;
    private final @Nullable Integer tokens;
    private final @Nullable Double mu;
    private final @Nullable Double lastSigma;

    private PlanRequest(
            int steps,
            double[] timesteps,
            double[] sigmas,
            int[] sampleShape,
            @Nullable Integer tokens,
            @Nullable Double mu,
            @Nullable Double lastSigma) {
        this.steps = steps;
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.sampleShape = sampleShape;
        this.tokens = tokens;
        this.mu = mu;
        this.lastSigma = lastSigma;
    }

    /**
     * A plan of {@code steps} steps whose timesteps the scheduler places itself.
     *
     * @param steps 1 ... 1,000
     * @throws IllegalArgumentException if {@code steps} is out of range
     */
    public static PlanRequest ofSteps(int steps) {
        return of(steps, NONE, NONE);
    }

    /**
     * A plan that visits exactly these timesteps, one step each. Whether fractions are allowed and how large a timestep
     * may be depends on the scheduler.
     *
     * @param timesteps 1 ... 1,000 values of at least 0, strictly descending
     * @throws IllegalArgumentException if a value is not finite, negative or out of order
     */
    public static PlanRequest ofTimesteps(double... timesteps) {
        double[] copy = timesteps.clone();
        requireDescending("timesteps", copy);
        return of(requireSome("timesteps", copy.length), copy, NONE);
    }

    /**
     * A plan that visits exactly these noise levels. Only the last may be 0: it is the end, not a step. Whether it has
     * to be given depends on the scheduler, as in diffusers: {@code EulerDiscreteScheduler} ends at the last value, a
     * flow matching scheduler adds the end itself.
     *
     * @param sigmas 1 ... 1,000 values above 0, strictly descending, and possibly a final 0
     * @throws IllegalArgumentException if a value is not finite, negative or out of order
     */
    public static PlanRequest ofSigmas(double... sigmas) {
        double[] copy = sigmas.clone();
        requireDescending("sigmas", copy);
        boolean ended = copy.length > 0 && copy[copy.length - 1] == 0;
        return of(requireSome("sigmas", copy.length - (ended ? 1 : 0)), NONE, copy);
    }

    private static PlanRequest of(int steps, double[] timesteps, double[] sigmas) {
        if (steps < 1 || steps > MAX_STEPS) {
            throw notAllowed("steps", steps, "1 to " + MAX_STEPS);
        }
        return new PlanRequest(steps, timesteps, sigmas, new int[0], null, null, null);
    }

    private static int requireSome(String field, int count) {
        if (count < 1 || count > MAX_STEPS) {
            throw notAllowed(field, count + " values", "1 to " + MAX_STEPS);
        }
        return count;
    }

    private static void requireDescending(String field, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i]) || values[i] < 0) {
                throw notAllowed(field, values[i], "a finite number of at least 0");
            }
            if (i > 0 && values[i] >= values[i - 1]) {
                throw notAllowed(field, values[i] + " after " + values[i - 1], "strictly descending");
            }
        }
    }

    private static IllegalArgumentException notAllowed(String field, Object value, String allowed) {
        return new IllegalArgumentException(field + ": " + value + " is not allowed; it must be " + allowed);
    }

    /**
     * The same request for a sample of this shape.
     *
     * @param shape {@code [B, C, H, W]} for pictures; lengths of at least 1
     * @throws IllegalArgumentException if a length is below 1
     */
    public PlanRequest withSampleShape(int... shape) {
        if (Arrays.stream(shape).anyMatch(length -> length < 1)) {
            throw notAllowed("sampleShape", Arrays.toString(shape), "lengths of at least 1");
        }
        return new PlanRequest(steps, timesteps, sigmas, shape.clone(), tokens, mu, lastSigma);
    }

    /**
     * The same request for a sample that the model sees as this many tokens.
     *
     * @param count at least 1
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    public PlanRequest withTokens(int count) {
        if (count < 1) {
            throw notAllowed("tokens", count, "at least 1");
        }
        return new PlanRequest(steps, timesteps, sigmas, sampleShape, count, mu, lastSigma);
    }

    /**
     * The same request with a shift that a pipeline computed itself, for schedulers that shift dynamically; others
     * ignore it.
     *
     * @param shift diffusers' {@code mu}
     * @throws IllegalArgumentException if {@code shift} is not finite
     */
    public PlanRequest withMu(double shift) {
        if (!Double.isFinite(shift)) {
            throw notAllowed("mu", shift, "a finite number");
        }
        return new PlanRequest(steps, timesteps, sigmas, sampleShape, tokens, shift, lastSigma);
    }

    /**
     * The same request with the noise level, before any shift, at which the last of evenly spaced steps begins, for
     * schedulers of flow matching; others, and custom schedules, ignore it. Diffusers' pipelines of FLUX and Z-Image
     * ask for {@code 1 / steps}.
     *
     * @param sigma above 0 and at most 1
     * @throws IllegalArgumentException if {@code sigma} is out of range
     */
    public PlanRequest withLastSigma(double sigma) {
        if (!(sigma > 0 && sigma <= 1)) {
            throw notAllowed("lastSigma", sigma, "above 0 and at most 1");
        }
        return new PlanRequest(steps, timesteps, sigmas, sampleShape, tokens, mu, sigma);
    }

    /**
     * The number of steps, 1 ... 1,000: as asked for, or the number of custom timesteps or of custom sigmas above 0.
     */
    public int steps() {
        return steps;
    }

    /** A copy of the custom timesteps; empty if there are none. */
    public double[] timesteps() {
        return timesteps.clone();
    }

    /** A copy of the custom sigmas; empty if there are none. */
    public double[] sigmas() {
        return sigmas.clone();
    }

    /** Whether the request has custom timesteps. */
    public boolean hasTimesteps() {
        return timesteps.length > 0;
    }

    /** Whether the request has custom sigmas. */
    public boolean hasSigmas() {
        return sigmas.length > 0;
    }

    /** A copy of the sample's shape, {@code [B, C, H, W]} for pictures; empty if it is unknown. */
    public int[] sampleShape() {
        return sampleShape.clone();
    }

    /**
     * The number of tokens that the model sees: as given, or one for every 2 x 2 patch of a sample {@code [B, C, H,
     * W]}, as in diffusers' pipelines; empty if neither is known.
     */
    public OptionalInt tokens() {
        if (tokens != null) {
            return OptionalInt.of(tokens);
        }
        return sampleShape.length == 4
                ? OptionalInt.of(Math.max(1, sampleShape[2] / 2 * (sampleShape[3] / 2)))
                : OptionalInt.empty();
    }

    /** The shift that a pipeline computed itself, diffusers' {@code mu}; empty if the scheduler is to compute it. */
    public OptionalDouble mu() {
        return mu == null ? OptionalDouble.empty() : OptionalDouble.of(mu);
    }

    /** The noise level at which the last step begins, before any shift; empty if the scheduler is to choose it. */
    public OptionalDouble lastSigma() {
        return lastSigma == null ? OptionalDouble.empty() : OptionalDouble.of(lastSigma);
    }

    /**
     * This request, for a scheduler that places its timesteps itself.
     *
     * @param scheduler the scheduler's name, for the message
     * @throws IllegalArgumentException if the request has custom timesteps
     */
    public PlanRequest refuseTimesteps(String scheduler) {
        return refuse("timesteps", hasTimesteps(), scheduler);
    }

    /**
     * This request, for a scheduler that places its sigmas itself.
     *
     * @param scheduler the scheduler's name, for the message
     * @throws IllegalArgumentException if the request has custom sigmas
     */
    public PlanRequest refuseSigmas(String scheduler) {
        return refuse("sigmas", hasSigmas(), scheduler);
    }

    private PlanRequest refuse(String field, boolean given, String scheduler) {
        if (given) {
            throw new IllegalArgumentException(field + ": scheduler " + scheduler + " does not take custom " + field
                    + "; leave them out or choose another scheduler");
        }
        return this;
    }

    @Override
    public String toString() {
        return "PlanRequest[steps=" + steps + ", timesteps=" + Arrays.toString(timesteps) + ", sigmas="
                + Arrays.toString(sigmas) + ", sampleShape=" + Arrays.toString(sampleShape) + ", tokens=" + tokens
                + ", mu=" + mu + ", lastSigma=" + lastSigma + "]";
    }
}
