package dev.demist.engine.internal.batch;

import java.util.HashMap;
import java.util.Map;

/**
 * The number of rows that joint calls should have on this machine, learned from the calls that are made anyway. Twice
 * as many rows as before are tried a few times when so many wait, and kept if each row then takes less time. Nothing is
 * computed only to be measured. Not thread-safe.
 */
final class Pace {

    /** The ratio of times from which on a call counts as faster; noise is about as large. */
    private static final double GAIN = 0.97;

    private record Size(int pixelsLog2, boolean shallow, int rows) {}

    private final BatchLimit limit;
    private final Map<Size, RecentCalls> sizes = new HashMap<>();
    /** Rows for which memory was short, by the pixels that each row had. */
    private final Map<Integer, Integer> tooMany = new HashMap<>();

    private long calls;

    Pace(BatchLimit limit) {
        this.limit = limit;
    }

    /** The most rows that a call of this work may have. */
    int rows(Work work) {
        int ceiling = ceiling(work.latentPixels());
        int rows = Math.min(limit.floor(), ceiling);
        while (rows < ceiling && pays(work, rows, Math.min(2 * rows, ceiling))) {
            rows = Math.min(2 * rows, ceiling);
        }
        return rows;
    }

    private boolean pays(Work work, int rows, int more) {
        RecentCalls few = of(work, rows);
        RecentCalls many = of(work, more);
        return few.canBeJudged() && (many.isOpen(calls) || many.secondsPerPixel() < GAIN * few.secondsPerPixel());
    }

    /** Half of those for which memory was short is the most; pictures as large or larger have no more. */
    private int ceiling(int latentPixels) {
        int fitting = tooMany.entrySet().stream()
                .filter(known -> known.getKey() <= latentPixels)
                .mapToInt(known -> known.getValue() / 2)
                .min()
                .orElse(Integer.MAX_VALUE);
        return Math.max(1, Math.min(limit.ceiling(latentPixels), fitting));
    }

    /** Records that memory was short for a call. */
    void tooMany(int rows, Work work) {
        tooMany.merge(work.latentPixels(), rows, Math::min);
    }

    /** Records the time of a call. */
    void took(int rows, Work work, double seconds) {
        RecentCalls same = of(work, rows);
        same.add(++calls, seconds / (rows * (double) work.latentPixels()));
    }

    // Sizes are few, whatever is asked for: powers of two of the floor up to the ceiling, and of pixels.
    private RecentCalls of(Work work, int rows) {
        int step = limit.floor();
        while (step < rows) {
            step = Math.min(2 * step, Math.max(rows, limit.ceiling(work.latentPixels())));
        }
        int log2 = 31 - Integer.numberOfLeadingZeros(work.latentPixels());
        return sizes.computeIfAbsent(new Size(log2, work.shallow(), step), it -> new RecentCalls());
    }
}
