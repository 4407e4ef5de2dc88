package dev.demist.engine.internal.batch;

import java.util.Arrays;

/**
 * The times of the last calls of one size. Their median is used: neither a slow call nor a fast one changes it much,
 * and the best of all calls would favour the sizes that have had the most. Not thread-safe.
 */
final class RecentCalls {

    /** Calls that are not counted: the first one lays out memory and compiles kernels. */
    private static final int WARM_UP = 1;

    /**
     * Calls needed for a verdict: more than half of those that are kept, so that a new try can change an old verdict.
     */
    private static final int TRIES = 5;

    private static final int KEPT = 9;

    /** Calls of other sizes after which a verdict is tried again, since the machine may have been busy. */
    private static final int RETRY = 500;

    private final double[] seconds = new double[KEPT];
    private long count;
    private long countOfTry;
    private long last;

    /** Records the seconds per latent pixel of the call with the number {@code call}. */
    void add(long call, double secondsPerPixel) {
        countOfTry = call - last > RETRY ? 1 : countOfTry + 1;
        last = call;
        if (count++ >= WARM_UP) {
            seconds[(int) ((count - 1 - WARM_UP) % KEPT)] = secondsPerPixel;
        }
    }

    boolean canBeJudged() {
        return count >= WARM_UP + TRIES;
    }

    /** Whether another call of this size should be tried; {@code call} is the number of the last call of any size. */
    boolean isOpen(long call) {
        return !canBeJudged() || countOfTry < TRIES || call - last > RETRY;
    }

    /** The median of the last calls; only valid if {@link #canBeJudged}. */
    double secondsPerPixel() {
        double[] sorted = Arrays.copyOf(seconds, (int) Math.min(KEPT, count - WARM_UP));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
