package dev.demist.transport.nats;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes the steps of other machines' runs with the models of this one. It keeps nothing: a gateway holds every state
 * that has come, and another worker can go on from there. Thread-safe.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration OFFERING = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String id = UUID.randomUUID().toString();
    private final String name;
    private final NatsLink link;
    private final Models models;
    private final int room;
    private final Timing timing;
    private final Scheduler io = Schedulers.newBoundedElastic(8, 10_000, "demist-worker", 60, true);
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final Answers answers;
    private final Disposable.Composite chores = Disposables.composite();
    private final Disposable subscriptions;
    private final AtomicLong states = new AtomicLong();
    private final AtomicInteger version = new AtomicInteger();
    private volatile @Nullable Offer offer;
    private volatile boolean leaving;

    private Worker(NatsLink link, Models models, String name, int room, Timing timing) {
        this.link = link;
        this.models = models;
        this.name = name;
        this.room = room;
        this.timing = timing;
        this.answers = new Answers(link, models, this::offer, io);
        this.subscriptions = Disposables.composite(
                link.receive(Subjects.worker(id), ToWorker.class, this::receive),
                link.receive(Subjects.WHO, Map.class, who -> greet()));
    }

    /**
     * Starts to take steps.
     *
     * @param name what people call it
     * @param room how many runs it takes at a time, at least 1
     */
    public static Worker start(NatsLink link, Models models, String name, int room) {
        return start(link, models, name, room, Timing.DEFAULT);
    }

    static Worker start(NatsLink link, Models models, String name, int room, Timing timing) {
        Worker worker = new Worker(link, models, name, room, timing);
        worker.begin();
        return worker;
    }

    private void begin() {
        chores.add(Flux.interval(Duration.ZERO, OFFERING, io)
                .onBackpressureDrop()
                .concatMap(tick -> Mono.fromRunnable(this::renewOffer).onErrorComplete(), 1)
                .subscribe());
        chores.add(Flux.interval(timing.hello(), io).onBackpressureDrop().subscribe(tick -> {
            attempts.values().removeIf(attempt -> attempt.isForgotten(timing.lease()));
            greet();
        }));
        chores.add(models.openings().subscribe(this::opening));
    }

    private void opening(Opening opening) {
        link.send(Subjects.OPENING, Envelope.of(opening));
    }

    // The models folder may change while the worker runs.
    private void renewOffer() {
        Offer now = Offer.of(models);
        if (!now.equals(offer)) {
            offer = now;
            version.incrementAndGet();
            greet();
        }
    }

    private Offer offer() {
        Offer known = offer;
        return known == null ? Offer.of(models) : known;
    }

    private void greet() {
        if (offer == null) {
            return;
        }
        link.send(
                Subjects.HELLO,
                Envelope.of(new Hello(
                        id,
                        name,
                        room,
                        List.copyOf(attempts.keySet()),
                        answers.pending(),
                        models.opened(),
                        models.devices(),
                        version.get(),
                        leaving,
                        states.get(),
                        answers.made())));
    }

    private void receive(Envelope<ToWorker> envelope) {
        ToWorker message = envelope.message();
        Attempt attempt = attempts.get(message.task());
        if (message instanceof ToWorker.Begin begin) {
            begin(begin, envelope.data());
        } else if (message instanceof ToWorker.Call call) {
            answers.answer(call, envelope.data());
        } else if (message instanceof ToWorker.Credit credit && attempt != null) {
            attempt.credit(credit);
        } else if (message instanceof ToWorker.Release) {
            release(message.task());
        }
    }

    private void begin(ToWorker.Begin begin, byte[] state) {
        Attempt attempt = new Attempt(begin, this::send, () -> leaving);
        if (leaving || attempts.size() >= room) {
            attempt.leave();
            return;
        }
        if (attempts.putIfAbsent(begin.task(), attempt) == null) {
            Flux.defer(() -> states(begin, state))
                    .contextWrite(begin.caller())
                    .subscribeOn(io, false)
                    .subscribe(attempt);
            io.schedule(this::greet);
        }
    }

    private Flux<LatentState> states(ToWorker.Begin begin, byte[] state) {
        ResolvedRequest request = ResolvedRequest.kept(GenerationRequest.parse(begin.request()));
        Pipeline pipeline = models.open(request.model());
        return state.length == 0 ? pipeline.denoise(request) : pipeline.resume(request, LatentStates.read(state));
    }

    private void send(ToWorker.Begin task, Envelope<ToGateway> message) {
        if (message.message() instanceof ToGateway.Came) {
            states.incrementAndGet();
        } else {
            release(task.task());
        }
        link.send(Subjects.gateway(task.gateway()), message);
    }

    private void release(String task) {
        Attempt attempt = attempts.remove(task);
        if (attempt != null) {
            attempt.dispose();
            io.schedule(this::greet);
        }
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /**
     * Takes no more runs, and hands on those that it has, each after the step that is under way; completes when all
     * have gone.
     */
    public Mono<Void> leave() {
        return Mono.defer(() -> {
            LOG.info("worker {} leaves; {} runs go on elsewhere", name, attempts.size());
            leaving = true;
            greet();
            attempts.values().forEach(Attempt::leaveIfAtRest);
            return Flux.interval(Duration.ZERO, Duration.ofMillis(50))
                    .takeUntil(tick -> attempts.isEmpty() && answers.pending().isEmpty())
                    .then();
        });
    }

    @Override
    public void close() {
        leaving = true;
        chores.dispose();
        greet();
        link.flush(PATIENCE);
        subscriptions.dispose();
        attempts.values().forEach(Attempt::dispose);
        io.dispose();
    }
}
