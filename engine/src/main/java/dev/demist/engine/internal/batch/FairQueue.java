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
 * Steps in the order in which users are owed them: deficit round robin (Shreedhar and Varghese, 1995) with rows as
 * cost, and, as in FQ-CoDel (RFC 8290), a first turn ahead of all others for users who come anew. However many steps a
 * user has waiting, another one's first is in the next call. Not thread-safe.
 */
final class FairQueue {

    private final Map<String, Account> accounts = new HashMap<>();
    private final Deque<Account> newcomers = new ArrayDeque<>();
    private final Deque<Account> ring = new ArrayDeque<>();
    private int waiting;

    void add(Step step) {
        accounts.computeIfAbsent(step.caller.user(), name -> open(step)).add(step);
        waiting++;
    }

    private Account open(Step first) {
        Account account = new Account(first);
        newcomers.add(account);
        return account;
    }

    /** Whether the step was still waiting. */
    boolean remove(Step step) {
        Account account = accounts.get(step.caller.user());
        boolean removed = account != null && account.waiting.remove(step);
        waiting -= removed ? 1 : 0;
        forgetClaimsIfNobodyWaits();
        return removed;
    }

    /**
     * The next step and as many that join it as fit into the rows that {@code maxRows} allows it; empty if none waits.
     */
    List<Step> take(ToIntFunction<Step> maxRows) {
        List<Step> taken = new ArrayList<>();
        Step next = poll(step -> true);
        int rows = 0;
        while (next != null) {
            taken.add(next);
            Step first = taken.get(0);
            rows += next.rows();
            int left = maxRows.applyAsInt(first) - rows;
            next = poll(step -> step.rows() <= left && step.joins(first));
        }
        forgetClaimsIfNobodyWaits();
        return taken;
    }

    /** All that wait; none does afterwards. */
    List<Step> clear() {
        List<Step> all = new ArrayList<>();
        accounts.values().forEach(account -> all.addAll(account.waiting));
        waiting = 0;
        forgetClaimsIfNobodyWaits();
        return all;
    }

    /** Users that are remembered. */
    int users() {
        return accounts.size();
    }

    // Fairness is owed only among those that compete.
    private void forgetClaimsIfNobodyWaits() {
        if (waiting == 0) {
            accounts.clear();
            newcomers.clear();
            ring.clear();
        }
    }

    private @Nullable Step poll(Predicate<Step> fits) {
        if (accounts.values().stream().allMatch(account -> account.first(fits) == null)) {
            return null;
        }
        Account account = newcomer(fits);
        if (account == null) {
            account = turn(fits);
        }
        Step step = account.first(fits);
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

    private @Nullable Account newcomer(Predicate<Step> fits) {
        for (Iterator<Account> each = newcomers.iterator(); each.hasNext(); ) {
            Account account = each.next();
            if (account.first(fits) != null) {
                each.remove();
                return account;
            }
        }
        return null;
    }

    // Whoever has no credit waits for the next round; whoever waits with a step that does not fit keeps the place.
    private Account turn(Predicate<Step> fits) {
        Deque<Account> passedOver = new ArrayDeque<>();
        Account account = ring.removeFirst();
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
