package dev.demist.server.cli;

import dev.demist.ComputeDevice;
import dev.demist.Models;
import dev.demist.WorkerInfo;
import dev.demist.transport.nats.NatsLink;
import dev.demist.transport.nats.RemoteModels;
import dev.demist.transport.nats.Worker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a server: those of its own process, or those of workers, which it may be one of. */
final class Machines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Machines.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Models models;
    private @Nullable RemoteModels remote;

    /**
     * Opens them.
     *
     * @param room how many runs this process takes at a time as a worker
     * @param engine starts the models of this process, if it draws
     */
    Machines(NatsOptions nats, Role role, int room, Supplier<Models> engine) {
        models = nats.isGiven() ? remote(nats, role, room, engine) : own(engine);
    }

    private Models remote(NatsOptions nats, Role role, int room, Supplier<Models> engine) {
        Models own = role == Role.BOTH ? own(engine) : null;
        NatsLink link = opened(nats.await("demist-gateway"));
        if (own != null) {
            opened(Worker.start(link, own, WorkerCommand.hostName(), room));
        }
        RemoteModels workers = opened(RemoteModels.of(link));
        remote = workers;
        if (!workers.awaitWorker(PATIENCE)) {
            LOG.warn("no worker is there yet; runs wait for one: demist worker --nats URL");
        }
        if (own == null) {
            opened(WarmUp.begin(workers));
        }
        return workers;
    }

    private Models own(Supplier<Models> engine) {
        Models own = opened(engine.get());
        LOG.info("networks compute on {}", Budgets.text(own.devices()));
        opened(WarmUp.begin(own));
        return own;
    }

    private <T extends AutoCloseable> T opened(T it) {
        open.push(it);
        return it;
    }

    Models models() {
        return models;
    }

    /** Counts the workers and what they do; else what is on this process's devices. */
    void measure(MeterRegistry registry) {
        for (ComputeDevice device : models.weights().keySet()) {
            Gauge.builder("demist.device.weights", models, it -> it.weights().getOrDefault(device, 0L))
                    .tag("device", device.toString())
                    .baseUnit("bytes")
                    .register(registry);
        }
        RemoteModels workers = remote;
        if (workers != null) {
            Gauge.builder("demist.workers", workers, it -> it.workers().size()).register(registry);
            Gauge.builder("demist.workers.room", workers, sum(WorkerInfo::room)).register(registry);
            Gauge.builder("demist.workers.running", workers, sum(WorkerInfo::running))
                    .register(registry);
            Gauge.builder("demist.workers.states", workers, sum(WorkerInfo::states))
                    .register(registry);
            Gauge.builder("demist.workers.previews", workers, sum(WorkerInfo::previews))
                    .register(registry);
            FunctionCounter.builder("demist.workers.lost", workers, RemoteModels::lost)
                    .register(registry);
        }
    }

    private static ToDoubleFunction<RemoteModels> sum(ToDoubleFunction<WorkerInfo> value) {
        return models -> models.workers().stream().mapToDouble(value).sum();
    }

    @Override
    public void close() {
        for (AutoCloseable it : open) {
            try {
                it.close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed", it, e);
            }
        }
    }
}
