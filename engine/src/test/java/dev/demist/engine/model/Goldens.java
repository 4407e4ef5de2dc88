package dev.demist.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.Tensor;
import java.nio.file.Path;

/** Where the goldens are, and when a result is as exact as they ask. */
public final class Goldens {

    private static final double TOLERANCE = 2e-4;

    private Goldens() {}

    public static Path root() {
        return Path.of(System.getProperty("demist.root", ".."));
    }

    public static Path folder() {
        String given = System.getProperty("demist.goldens");
        return given == null ? root().resolve("goldens") : Path.of(given);
    }

    public static void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double largest = 1;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            double here = Math.abs(actual.get(i) - expected.get(i));
            difference = here <= difference ? difference : here; // NaN is a difference
        }
        assertThat(difference).as(what).isLessThanOrEqualTo(TOLERANCE * largest);
    }
}
