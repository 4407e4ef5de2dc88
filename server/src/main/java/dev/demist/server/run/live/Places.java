package dev.demist.server.run.live;

import dev.demist.server.run.Progress;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.request.Limits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The runs that have a place among the running ones, and those that wait for one. Not thread-safe but for lengths. */
final class Places {

    private final Limits limits;
    private final RunMeters meters;
    private final Set<LiveRun> running = new LinkedHashSet<>();
    private final RunQueue queue = new RunQueue(running);
    private final QueueRoom room;
    private volatile int workers = Integer.MAX_VALUE;
    private final Sinks.Many<QueueLength> lengths = Sinks.many().replay().latestOrDefault(new QueueLength(0, 0));

    Places(Limits limits, StepBudgets budgets, RunMeters meters) {
        this.limits = limits;
        this.meters = meters;
        this.room = new QueueRoom(queue, limits, budgets);
    }

    /** The length of the queue now and after every change. */
    Flux<QueueLength> lengths() {
        return lengths.asFlux();
    }

    /** The bounds of the queue. */
    QueueRoom room() {
        return room;
    }

    /** Takes note of how many runs can be sampled at a time, beside the limits; those that have a place keep it. */
    void workFor(int runs) {
        workers = runs;
    }

    /** Why no run is sampled, for people; null if some are or can be. */
    @Nullable
    String problem() {
        return workers == 0 ? "no worker can take runs now; they wait until one can" : null;
    }

    void add(LiveRun run) {
        queue.add(run);
    }

    /** Puts a run that had a place before in front of its user's others. */
    void addFirst(LiveRun run) {
        queue.addFirst(run);
    }

    /**
     * Puts a run back where it was before {@link #remove}: among the running ones, or in front of its user's others.
     */
    void restore(LiveRun run, boolean runs) {
        remove(run);
        if (runs) {
            running.add(run);
        } else {
            queue.addFirst(run);
        }
    }

    /** Gives the place of {@code old} to {@code next}; returns whether it is one among the running ones. */
    boolean handOver(LiveRun old, LiveRun next) {
        if (running.remove(old)) {
            running.add(next);
            return true;
        }
        queue.replace(old, next);
        return false;
    }

    /** Takes a run out, whether it waits or runs. */
    void remove(LiveRun run) {
        queue.remove(run);
        running.remove(run);
    }

    /** Gives the next place to the run whose turn it is; empty if there is no place, or no run that may have it. */
    Optional<LiveRun> next() {
        Optional<LiveRun> next = running.size() >= Math.min(limits.running(), workers)
                ? Optional.empty()
                : queue.poll(limits.parallel());
        next.ifPresent(running::add);
        return next;
    }

    /** Tells the waiting runs their places, and everybody the length of the queue and why it stands, if it does. */
    void announce(@Nullable String problem) {
        List<LiveRun> waiting = queue.inOrder();
        for (int i = 0; i < waiting.size(); i++) {
            Progress progress = waiting.get(i).run().progress();
            if (progress.queuePlace() == null || progress.queuePlace() != i + 1) {
                waiting.get(i).become(progress.queued(i + 1));
            }
        }
        QueueLength length = new QueueLength(queue.size(), running.size(), problem);
        meters.queue(length);
        lengths.tryEmitNext(length);
    }
}
