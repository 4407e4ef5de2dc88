package dev.demist.transport.nats;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Opening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Gives tasks to workers that have room for them, and to others if those are lost. Everything happens on one thread.
 */
final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final String id = UUID.randomUUID().toString();
    private final NatsLink link;
    private final Timing timing;
    private final Scheduler thread = Schedulers.newSingle("demist-workers", true);
    private final Map<String, RemoteWorker> workers = new LinkedHashMap<>();
    private final Map<String, RemoteWorker> tries = new HashMap<>();
    private final Set<Task> waiting = new LinkedHashSet<>();
    private final Consumer<Collection<RemoteWorker>> changed;
    private final Disposable subscriptions;
    private final Disposable renewal;
    private long lost;

    /**
     * @param changed is given the workers after every change, on the gateway's thread
     * @param opened is told of models that workers open
     */
    Gateway(NatsLink link, Timing timing, Consumer<Collection<RemoteWorker>> changed, Consumer<Opening> opened) {
        this.link = link;
        this.timing = timing;
        this.changed = changed;
        this.subscriptions = Disposables.composite(
                link.receive(Subjects.HELLO, Hello.class, hello -> later(() -> greeted(hello.message()))),
                link.receive(Subjects.gateway(id), ToGateway.class, message -> later(() -> receive(message))),
                link.receive(Subjects.OPENING, Opening.class, opening -> opened.accept(opening.message())));
        long millis = timing.hello().toMillis();
        this.renewal = thread.schedulePeriodically(this::renew, millis, millis, TimeUnit.MILLISECONDS);
        link.send(Subjects.WHO);
    }

    String id() {
        return id;
    }

    /** How many tasks were lost with their workers and went to others. */
    long lost() {
        return lost;
    }

    /** Does {@code work} on the gateway's thread, unless that has ended. */
    void later(Runnable work) {
        try {
            thread.schedule(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("a message came after the end", e);
        }
    }

    /** Gives a task to a worker as soon as one has room. On the gateway's thread. */
    void want(Task task) {
        waiting.add(task);
        assign();
    }

    /** The task is no longer wanted; {@code number} is the try that is under way. On the gateway's thread. */
    void release(Task task, @Nullable String number) {
        waiting.remove(task);
        if (number != null) {
            release(number);
        }
    }

    private void release(String number) {
        RemoteWorker worker = tries.remove(number);
        if (worker != null) {
            worker.remove(number);
            send(worker.id(), new ToWorker.Release(number));
            assign();
        }
    }

    void send(String worker, ToWorker message) {
        link.send(Subjects.worker(worker), Envelope.of(message));
    }

    void send(String worker, ToWorker message, byte[] data) {
        link.send(Subjects.worker(worker), new Envelope<>(message, data));
    }

    private void greeted(Hello hello) {
        RemoteWorker known = workers.get(hello.worker());
        if (known == null) {
            known = new RemoteWorker(hello);
            workers.put(hello.worker(), known);
            LOG.info("worker {} is there", hello.name());
        }
        known.greeted(hello);
        if (known.hasNewOffer()) {
            askForOffer(known);
        }
        assign();
    }

    private void askForOffer(RemoteWorker worker) {
        Ask question = new Ask(this, Ask.Words.of(ToWorker.Question.OFFER), new byte[0]);
        question.only()
                .map(answer -> Answers.read(answer, Offer.class))
                .subscribe(worker::offers, e -> worker.forgetOffer());
        start(question, UUID.randomUUID().toString(), worker);
    }

    private void receive(Envelope<ToGateway> message) {
        String number = message.message().task();
        RemoteWorker worker = tries.get(number);
        Task task = worker == null ? null : worker.heardOf(number);
        if (worker == null || task == null) {
            return;
        }
        if (message.message() instanceof ToGateway.Came) {
            task.receive(message);
            return;
        }
        tries.remove(number);
        worker.remove(number);
        if (message.message() instanceof ToGateway.Left) {
            worker.refused();
            task.left();
            want(task);
        } else {
            task.receive(message);
            assign();
        }
    }

    private void renew() {
        for (RemoteWorker worker : List.copyOf(workers.values())) {
            if (worker.isSilentFor(timing.gone())) {
                LOG.warn(
                        "worker {} is silent; others go on with its {} tasks",
                        worker.hello().name(),
                        worker.load());
                workers.remove(worker.id());
                again(worker, worker.loseAll());
            } else {
                again(worker, worker.renew(timing.gone()));
            }
        }
        assign();
    }

    // A worker that is only slow drops them.
    private void again(RemoteWorker worker, Map<String, Task> tasks) {
        lost += tasks.size();
        tasks.keySet().forEach(number -> send(worker.id(), new ToWorker.Release(number)));
        tries.keySet().removeAll(tasks.keySet());
        tasks.values().stream().filter(Task::lost).forEach(waiting::add);
    }

    private void assign() {
        for (Task task : new ArrayList<>(waiting)) {
            Optional<RemoteWorker> worker = workerFor(task);
            if (worker.isPresent()) {
                waiting.remove(task);
                start(task, UUID.randomUUID().toString(), worker.get());
            } else if (!task.isPatient()) {
                waiting.remove(task);
                task.fail(none(task.model()));
            }
        }
        changed.accept(workers.values());
    }

    private void start(Task task, String number, RemoteWorker worker) {
        worker.add(number, task);
        tries.put(number, worker);
        task.begin(number, worker.id());
    }

    // The one with the least to do, where opening the model counts as a run.
    private Optional<RemoteWorker> workerFor(Task task) {
        String model = String.valueOf(task.model());
        return having(workers.values(), model).stream()
                .filter(worker -> !task.isRun() || worker.free() > 0)
                .min(Comparator.comparing((RemoteWorker worker) -> worker.load() + (worker.hasOpen(model) ? 0 : 1))
                        .thenComparing(worker -> !worker.hasOpen(model)));
    }

    /** The workers that have a model, of which all have the same files: those that the one that came first has. */
    static List<RemoteWorker> having(Collection<RemoteWorker> workers, String model) {
        List<RemoteWorker> having = workers.stream()
                .filter(worker -> worker.fingerprint(model) != null)
                .toList();
        return having.stream()
                .filter(worker -> String.valueOf(worker.fingerprint(model))
                        .equals(having.get(0).fingerprint(model)))
                .toList();
    }

    private DemistException none(@Nullable String model) {
        boolean any = workers.values().stream().anyMatch(worker -> worker.offer() != null);
        return any
                ? DemistException.inField(ErrorCode.UNKNOWN_MODEL, "model", model + " is not known to any worker", null)
                : noWorker();
    }

    static DemistException noWorker() {
        return new DemistException(
                ErrorCode.NO_WORKER, "no worker is there; start one with 'demist worker --nats URL'");
    }

    @Override
    public void close() {
        renewal.dispose();
        subscriptions.dispose();
        thread.dispose();
    }
}
