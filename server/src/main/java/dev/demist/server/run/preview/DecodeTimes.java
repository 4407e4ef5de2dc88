package dev.demist.server.run.preview;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long decoding a picture takes, learned from the pictures that are decoded anyway. Many of them wait for a step
 * that is under way, so the shortest time counts; it grows a little with each one that takes longer, so that it is
 * corrected when the machine has become slower. Thread-safe.
 */
final class DecodeTimes {

    private static final double FORGETTING = 1.01;
    private static final double NEGLIGIBLE_SECONDS = 0.03;
    private static final double SHARE_OF_A_STEP = 0.15;
    /** Pictures of up to this size are decoded to learn how long it takes. */
    private static final int SMALL = 256 * 256;

    // Sizes are few, whatever is asked for: powers of two of pixels.
    private record Kind(String model, int pixelsLog2) {

        static Kind of(String model, int pixels) {
            return new Kind(model, 32 - Integer.numberOfLeadingZeros(pixels));
        }
    }

    private record Known(int pictures, double seconds) {

        // The first one opens the decoder.
        Known and(double taken) {
            return new Known(pictures + 1, pictures < 2 ? taken : Math.min(FORGETTING * seconds, taken));
        }
    }

    private final Map<Kind, Known> times = new ConcurrentHashMap<>();

    /** Records the time that a picture took. */
    void took(String model, int pixels, double seconds) {
        times.compute(Kind.of(model, pixels), (kind, known) -> (known == null ? new Known(0, 0) : known).and(seconds));
    }

    /**
     * Whether a preview may be decoded after every step: it takes hardly any time, or a small part of a step's.
     *
     * @param stepsPerSecond null while unknown
     */
    boolean areAffordable(String model, int pixels, @Nullable Double stepsPerSecond) {
        Known known = times.get(Kind.of(model, pixels));
        if (known == null || known.pictures < 2) {
            return pixels <= SMALL;
        }
        return known.seconds < NEGLIGIBLE_SECONDS
                || (stepsPerSecond != null && known.seconds * stepsPerSecond < SHARE_OF_A_STEP);
    }
}
