package dev.demist.server.run.keep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which finished runs are kept: those that fit into a size, or those that are younger than an age.
 *
 * @param bytes what the states and pictures of finished runs may take together; null for any size
 * @param age how long a run is kept after it has ended; null for ever
 */
public record Keep(@Nullable Long bytes, @Nullable Duration age) {

    /** Every run is kept until a user deletes it. */
    public static final Keep EVERYTHING = new Keep(null, null);

    /** The newest runs that fit into {@code bytes}. */
    public static Keep ofSize(long bytes) {
        return new Keep(bytes, null);
    }

    /** The runs that ended at most {@code age} ago. */
    public static Keep ofAge(Duration age) {
        return new Keep(null, age);
    }

    /** Returns whether nothing is ever deleted. */
    public boolean isEverything() {
        return bytes == null && age == null;
    }
}
