package dev.demist.transport.nats;

import dev.demist.Additions;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.WorkerInfo;
import dev.demist.scheduler.SchedulerProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The models of all workers that are connected to the same NATS servers. Runs go to workers that have room, of those
 * that have the model open if there are any; a run whose worker is lost goes on with another one from its last state,
 * with the same bits, and its subscriber does not notice. Thread-safe.
 */
public final class RemoteModels implements Models {

    private final Gateway gateway;
    private final Timing timing;
    private final Sinks.Many<Integer> room = Sinks.many().replay().latestOrDefault(0);
    private final Sinks.Many<Opening> openings = Sinks.many().replay().latest();
    private volatile Fleet fleet = Fleet.NONE;

    private RemoteModels(NatsLink link, Timing timing) {
        this.timing = timing;
        this.gateway = new Gateway(link, timing, this::changed, this::opening);
    }

    /** The models of the workers that are there, and of those that come and go. */
    public static RemoteModels of(NatsLink link) {
        return new RemoteModels(link, Timing.DEFAULT);
    }

    static RemoteModels of(NatsLink link, Timing timing) {
        return new RemoteModels(link, timing);
    }

    /** Waits until a worker is there, {@code patience} at most; returns whether one is. Blocks. */
    public boolean awaitWorker(Duration patience) {
        return Boolean.TRUE.equals(room.asFlux()
                .any(places -> places > 0)
                .timeout(patience, Mono.just(false))
                .block());
    }

    private void changed(Collection<RemoteWorker> workers) {
        Fleet now = Fleet.of(workers);
        boolean grewOrShrank = fleet.room() != now.room();
        fleet = now;
        if (grewOrShrank) {
            room.tryEmitNext(now.room());
        }
    }

    private void opening(Opening opening) {
        openings.tryEmitNext(opening);
    }

    @Override
    public List<WorkerInfo> workers() {
        return fleet.workers();
    }

    /** How many tasks were lost with their workers and went to others. */
    public long lost() {
        return gateway.lost();
    }

    @Override
    public List<String> names() {
        List<String> names = fleet.names();
        if (names.isEmpty()) {
            throw Gateway.noWorker();
        }
        return names;
    }

    @Override
    public ModelInfo info(String name) {
        ModelInfo info = fleet.models().get(name);
        if (info != null) {
            return info;
        }
        throw DemistException.inField(
                ErrorCode.UNKNOWN_MODEL,
                "model",
                name + " is not known to any worker; known: " + String.join(", ", names()),
                null);
    }

    /** A model that no worker has now may come with the next one. */
    @Override
    public Pipeline open(String name) {
        return new RemotePipeline(name, gateway, timing, this::info);
    }

    @Override
    public void warmUp(String name) {
        new Ask(gateway, Ask.Words.of(ToWorker.Question.WARM_UP, name), new byte[0])
                .answer()
                .block();
    }

    @Override
    public Flux<Opening> openings() {
        return openings.asFlux();
    }

    @Override
    public Map<String, Long> opened() {
        return fleet.open();
    }

    @Override
    public Additions additions() {
        return fleet.additions();
    }

    @Override
    public List<SchedulerProvider> schedulers() {
        return fleet.schedulers();
    }

    @Override
    public Flux<Integer> room() {
        return room.asFlux();
    }

    /** Lets go of all runs; the link stays open. */
    @Override
    public void close() {
        gateway.close();
    }
}
