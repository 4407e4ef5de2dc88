package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.request.Limits;
import java.util.HashMap;
import java.util.Map;

/** The bounds of the queue. They count runs that are accepted but still being written. Not thread-safe. */
final class QueueRoom {

    private final RunQueue queue;
    private final Limits limits;
    private final StepBudgets budgets;
    private final Map<String, Integer> arriving = new HashMap<>();

    QueueRoom(RunQueue queue, Limits limits, StepBudgets budgets) {
        this.queue = queue;
        this.limits = limits;
        this.budgets = budgets;
    }

    /**
     * Takes room for {@code runs} runs of {@code user} until they are in the queue, and {@code steps} from what the
     * user has of these.
     *
     * @throws DemistException QUEUE_FULL if there is not enough
     */
    void reserve(String user, int runs, long steps) {
        int ofAll = arriving.values().stream().mapToInt(Integer::intValue).sum();
        int ofUser = arriving.getOrDefault(user, 0);
        check(queue.size(user) + ofUser + runs, limits.waiting(user), "your queue");
        check((long) queue.size() + ofAll + runs, limits.maxQueued(), "the queue");
        budgets.take(user, steps);
        arriving.put(user, ofUser + runs);
    }

    /** Gives the room back: the runs are in the queue, or were not kept. */
    void release(String user, int runs) {
        arriving.computeIfPresent(user, (name, count) -> count == runs ? null : Integer.valueOf(count - runs));
    }

    private static void check(long length, int most, String whose) {
        if (length > most) {
            throw new DemistException(
                    ErrorCode.QUEUE_FULL,
                    whose + " would hold " + length + " runs, at most " + most + " may wait; try again later");
        }
    }
}
