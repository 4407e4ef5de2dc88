package dev.demist.engine.batch;

import java.util.HashMap;
import java.util.Map;

/**
 * How many rows a joint call should have on this machine, learned from the calls that are made anyway: twice as many as
 * before is tried a few times when so many wait, and stays if it takes less time for each row. Nothing is computed for
 * the sake of measuring. Not thread-safe.
 */
final class Pace {

    /** Calls of one size before it is judged; the first ones are slow. */
    private static final int TRIES = 3;

    /** What counts as a gain: noise is about as large. */
    private static final double GAIN = 0.97;

    /** After so many calls, a size that did not pay gets another try; the machine may have been busy. */
    private static final int RETRY = 500;

    private record Size(int pixelsLog2, int rows) {}

    private static final class Calls {
        private int count;
        private long last;
        private double secondsPerPixel = Double.POSITIVE_INFINITY;
    }

    private final BatchLimit limit;
    private final Map<Size, Calls> sizes = new HashMap<>();
    private long calls;

    Pace(BatchLimit limit) {
        this.limit = limit;
    }

    /** The rows that a call with latents of this size may have. */
    int rows(int latentPixels) {
        int ceiling = limit.ceiling(latentPixels);
        int rows = limit.floor();
        while (rows < ceiling && pays(latentPixels, rows, Math.min(2 * rows, ceiling))) {
            rows = Math.min(2 * rows, ceiling);
        }
        return rows;
    }

    private boolean pays(int latentPixels, int rows, int more) {
        Calls few = of(latentPixels, rows);
        Calls many = of(latentPixels, more);
        boolean untried = many.count < TRIES || calls - many.last > RETRY;
        return few.count >= TRIES && (untried || many.secondsPerPixel < GAIN * few.secondsPerPixel);
    }

    /** Takes note of a call. */
    void took(int rows, int latentPixels, double seconds) {
        Calls same = of(latentPixels, rows);
        same.count++;
        same.last = ++calls;
        same.secondsPerPixel = Math.min(same.secondsPerPixel, seconds / (rows * (double) latentPixels));
    }

    // Sizes are few, whatever is asked for: powers of two of the floor up to the ceiling, and of pixels.
    private Calls of(int latentPixels, int rows) {
        int step = limit.floor();
        while (step < rows) {
            step = Math.min(2 * step, Math.max(rows, limit.ceiling(latentPixels)));
        }
        int log2 = 31 - Integer.numberOfLeadingZeros(latentPixels);
        return sizes.computeIfAbsent(new Size(log2, step), it -> new Calls());
    }
}
