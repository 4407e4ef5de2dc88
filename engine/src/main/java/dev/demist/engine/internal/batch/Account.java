package dev.demist.engine.internal.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One user's waiting steps, the urgent ones first, and the rows that the user may still take in this round. A negative
 * credit stands for rows that were taken in advance. Not thread-safe.
 *
 * @param <T> the model's output
 */
final class Account<T> {

    final String user;
    final Deque<Step<T>> waiting = new ArrayDeque<>();
    private double weight;
    private double credit;

    Account(Step<T> first) {
        this.user = first.caller.user();
        this.credit = first.caller.weight();
    }

    /** Adds a step behind those of the same priority; the user's weight becomes that of this step. */
    void add(Step<T> step) {
        weight = step.caller.weight();
        Deque<Step<T>> lessUrgent = new ArrayDeque<>();
        while (!waiting.isEmpty() && waiting.getLast().caller.priority() < step.caller.priority()) {
            lessUrgent.push(waiting.removeLast());
        }
        waiting.add(step);
        waiting.addAll(lessUrgent);
    }

    @Nullable
    Step<T> first(Predicate<Step<T>> fits) {
        for (Step<T> step : waiting) {
            if (fits.test(step)) {
                return step;
            }
        }
        return null;
    }

    boolean hasCredit() {
        return credit > 0;
    }

    /** Adds the credit of one round: the user's weight in rows. */
    void refill() {
        credit += weight;
    }

    void take(Step<T> step) {
        waiting.remove(step);
        credit -= step.rows();
    }
}
