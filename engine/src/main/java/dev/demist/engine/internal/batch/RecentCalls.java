package dev.demist.engine.internal.batch;

import java.util.Arrays;

/**
 * What the last calls of one size took: their median, which neither a slow call nor a lucky one changes much. (The best
 * of all calls would favour the sizes that have had the most.) Not thread-safe.
 */
final class RecentCalls {

    /** The first call lays out memory and makes kernels. */
    private static final int WARM_UP = 1;

    /** Calls that make a verdict: more than half of those that are kept, so that a new try can change an old one. */
    private static final int TRIES = 5;

    private static final int KEPT = 9;

    /** After so many calls of other sizes the verdict is open again; the machine may have been busy. */
    private static final int RETRY = 500;

    private final double[] seconds = new double[KEPT];
    private long count;
    private long countOfTry;
    private long last;

    /** Takes note of call number {@code call} and its seconds for each latent pixel. */
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

    /** Whether another call would tell something new, {@code call} being the number of the last one of all sizes. */
    boolean isOpen(long call) {
        return !canBeJudged() || countOfTry < TRIES || call - last > RETRY;
    }

    /** The median of the last calls; only if they {@link #canBeJudged}. */
    double secondsPerPixel() {
        double[] sorted = Arrays.copyOf(seconds, (int) Math.min(KEPT, count - WARM_UP));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
