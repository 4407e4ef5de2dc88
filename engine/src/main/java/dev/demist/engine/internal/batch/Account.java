package dev.demist.engine.internal.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One user's waiting steps, the urgent ones first, and the credit of rows that is left of the turn; below zero, rows
 * were taken in advance.
 */
final class Account {

    final String user;
    final Deque<Step> waiting = new ArrayDeque<>();
    private double weight;
    private double credit;

    Account(Step first) {
        this.user = first.caller.user();
        this.credit = first.caller.weight();
    }

    /** Behind those of the same priority; the user's weight is what the newest step says. */
    void add(Step step) {
        weight = step.caller.weight();
        Deque<Step> lessUrgent = new ArrayDeque<>();
        while (!waiting.isEmpty() && waiting.getLast().caller.priority() < step.caller.priority()) {
            lessUrgent.push(waiting.removeLast());
        }
        waiting.add(step);
        waiting.addAll(lessUrgent);
    }

    @Nullable
    Step first(Predicate<Step> fits) {
        for (Step step : waiting) {
            if (fits.test(step)) {
                return step;
            }
        }
        return null;
    }

    boolean hasCredit() {
        return credit > 0;
    }

    /** One more turn: the user's weight in rows. */
    void refill() {
        credit += weight;
    }

    void take(Step step) {
        waiting.remove(step);
        credit -= step.rows();
    }
}
