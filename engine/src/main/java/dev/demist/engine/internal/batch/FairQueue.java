package dev.demist.engine.internal.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The waiting steps of all users, in fair order: deficit round robin (Shreedhar and Varghese, 1995) with rows as cost,
 * and, as in FQ-CoDel (RFC 8290), a first turn ahead of all others for users who had no step waiting. However many
 * steps one user has waiting, the first step of another user is in the next call. Not thread-safe.
 *
 * @param <T> the model's output
 */
final class FairQueue<T> {

    private final Map<String, Account<T>> accounts = new HashMap<>();
    private final Deque<Account<T>> newcomers = new ArrayDeque<>();
    private final Deque<Account<T>> ring = new ArrayDeque<>();
    private int waiting;

    void add(Step<T> step) {
        accounts.computeIfAbsent(step.caller.user(), name -> open(step)).add(step);
        waiting++;
    }

    private Account<T> open(Step<T> first) {
        Account<T> account = new Account<>(first);
        newcomers.add(account);
        return account;
    }

    /** Removes a step; returns whether it was still waiting. */
    boolean remove(Step<T> step) {
        Account<T> account = accounts.get(step.caller.user());
        boolean removed = account != null && account.waiting.remove(step);
        waiting -= removed ? 1 : 0;
        forgetClaimsIfEmpty();
        return removed;
    }

    /**
     * Removes the next step and those that join it, as many as fit into the rows that {@code maxRows} allows for it;
     * empty if no step waits.
     */
    List<Step<T>> take(ToIntFunction<Step<T>> maxRows) {
        List<Step<T>> taken = new ArrayList<>();
        Step<T> next = poll(step -> true);
        int rows = 0;
        while (next != null) {
            taken.add(next);
            Step<T> first = taken.get(0);
            rows += next.rows();
            int left = maxRows.applyAsInt(first) - rows;
            next = poll(step -> step.rows() <= left && step.joins(first));
        }
        forgetClaimsIfEmpty();
        return taken;
    }

    /** Removes all steps. */
    List<Step<T>> clear() {
        List<Step<T>> all = new ArrayList<>();
        accounts.values().forEach(account -> all.addAll(account.waiting));
        waiting = 0;
        forgetClaimsIfEmpty();
        return all;
    }

    /** The number of users with an account. */
    int users() {
        return accounts.size();
    }

    // Fairness is due only among users that compete.
    private void forgetClaimsIfEmpty() {
        if (waiting == 0) {
            accounts.clear();
            newcomers.clear();
            ring.clear();
        }
    }

    private @Nullable Step<T> poll(Predicate<Step<T>> fits) {
        if (accounts.values().stream().allMatch(account -> account.first(fits) == null)) {
            return null;
        }
        Account<T> account = newcomer(fits);
        if (account == null) {
            account = turn(fits);
        }
        Step<T> step = account.first(fits);
        if (step != null) {
            account.take(step);
            waiting--;
        }
        if (account.hasCredit()) {
            ring.addFirst(account);
        } else {
            ring.addLast(account);
        }
        return step;
    }

    private @Nullable Account<T> newcomer(Predicate<Step<T>> fits) {
        for (Iterator<Account<T>> each = newcomers.iterator(); each.hasNext(); ) {
            Account<T> account = each.next();
            if (account.first(fits) != null) {
                each.remove();
                return account;
            }
        }
        return null;
    }

    // An account without credit waits for the next round; one whose steps do not fit this call keeps its place.
    private Account<T> turn(Predicate<Step<T>> fits) {
        Deque<Account<T>> passedOver = new ArrayDeque<>();
        Account<T> account = ring.removeFirst();
        while (account.first(fits) == null || !account.hasCredit()) {
            if (account.first(fits) == null && !account.waiting.isEmpty()) {
                passedOver.push(account);
            } else if (!account.hasCredit()) {
                account.refill();
                ring.addLast(account);
            } else {
                accounts.remove(account.user);
            }
            account = ring.removeFirst();
        }
        passedOver.forEach(ring::addFirst);
        return account;
    }
}
