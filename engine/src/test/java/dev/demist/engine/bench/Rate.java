package dev.demist.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Steps and the time they took.
 *
 * @param steps how many
 * @param seconds by the clock
 * @param processorSeconds of all threads of this process
 */
record Rate(long steps, double seconds, double processorSeconds) {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS = 1e9;

    /** Measures {@code work}, which says how many steps it made. */
    static Rate of(LongSupplier work) {
        long start = System.nanoTime();
        long startOfWork = PROCESS.getProcessCpuTime();
        long steps = work.getAsLong();
        return new Rate(
                steps, (System.nanoTime() - start) / NANOS, (PROCESS.getProcessCpuTime() - startOfWork) / NANOS);
    }

    Rate plus(Rate other) {
        return new Rate(steps + other.steps, seconds + other.seconds, processorSeconds + other.processorSeconds);
    }

    double perSecond() {
        return steps / seconds;
    }

    double perProcessorSecond() {
        return steps / processorSeconds;
    }
}
