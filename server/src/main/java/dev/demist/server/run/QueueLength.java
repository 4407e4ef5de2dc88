package dev.demist.server.run;

import org.jspecify.annotations.Nullable;

/**
 * The number of runs that wait and that run.
 *
 * @param length runs that wait
 * @param running runs that are sampled
 * @param problem why no run goes on, for people; null if they do
 */
public record QueueLength(int length, int running, @Nullable String problem) {

    /** A queue that goes on. */
    public QueueLength(int length, int running) {
        this(length, running, null);
    }
}
