package dev.demist.server.run.live;

import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of runs. Thread-safe. */
final class RunMeters {

    private final MeterRegistry registry;
    private final Timer steps;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
        // Not demist.step: that is the engine's observation, with tags of its own.
        steps = Timer.builder("demist.runs.step")
                .description("from asking for a state to having it")
                .register(registry);
        registry.gauge("demist.runs.waiting", waiting);
        registry.gauge("demist.runs.running", running);
    }

    void step(double seconds) {
        steps.record((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
    }

    void ended(Status how) {
        registry.counter("demist.runs.ended", "status", how.wire()).increment();
    }

    void queue(QueueLength length) {
        waiting.set(length.length());
        running.set(length.running());
    }
}
