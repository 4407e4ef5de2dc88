package dev.demist.engine.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One user's waiting steps and the credit of rows that is left of the turn; below zero, rows were taken in advance. */
final class Account {

    final String user;
    final Deque<Step> waiting = new ArrayDeque<>();
    private final double weight;
    private double credit;

    Account(String user, double weight) {
        this.user = user;
        this.weight = weight;
        this.credit = weight;
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
