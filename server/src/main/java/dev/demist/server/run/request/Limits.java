package dev.demist.server.run.request;

import dev.demist.ResolvedRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request and one user may ask for, checked before anything is allocated.
 *
 * @param parallel runs of one user that are sampled at a time
 * @param running runs of all users that are sampled at a time
 * @param maxSide longest side of a picture in pixels
 * @param maxCost pixels x steps x count of one request
 * @param maxCount runs of one request
 * @param maxQueued runs that wait, of all users
 * @param maxQueuedPerUser runs that wait, of one user
 * @param allowances what single users may use; those it does not name, what everybody may
 */
public record Limits(
        int parallel,
        int running,
        int maxSide,
        long maxCost,
        int maxCount,
        int maxQueued,
        int maxQueuedPerUser,
        Map<String, Allowance> allowances) {

    // A step takes two model calls at most.
    private static final int MAX_CALLS = 2000;

    /** What a machine of one's own bears. */
    public static final Limits DEFAULT = new Limits(4, 64, 2048, 4_000_000_000L, 64, 1000, 250, Map.of());

    /** Copies the map. */
    public Limits {
        allowances = Map.copyOf(allowances);
    }

    /** This with another number of runs of one user at a time. */
    public Limits withParallel(int runs) {
        return new Limits(
                runs, Math.max(runs, running), maxSide, maxCost, maxCount, maxQueued, maxQueuedPerUser, allowances);
    }

    /** This with another longest side. */
    public Limits withMaxSide(int pixels) {
        return new Limits(parallel, running, pixels, maxCost, maxCount, maxQueued, maxQueuedPerUser, allowances);
    }

    /** This with other allowances of single users. */
    public Limits withAllowances(Map<String, Allowance> others) {
        return new Limits(parallel, running, maxSide, maxCost, maxCount, maxQueued, maxQueuedPerUser, others);
    }

    /** What {@code user} may use. */
    public Allowance allowance(String user) {
        return allowances.getOrDefault(user, Allowance.NONE);
    }

    /** How many runs of {@code user} may wait. */
    public int waiting(String user) {
        Integer own = allowance(user).waiting();
        return own == null ? maxQueuedPerUser : Math.min(own, maxQueuedPerUser);
    }

    /**
     * Checks what is asked for, as far as no model is needed.
     *
     * @throws dev.demist.DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public void check(RunRequest asked) {
        Checks.range("count", asked.count(), 1, maxCount);
        Checks.range("priority", asked.priorityOr0(), -100, 100);
        if (asked.stopAt() != null) {
            Checks.range("stopAt", asked.stopAt(), 1, MAX_CALLS);
        }
        checkSide("width", asked.request().size().width());
        checkSide("height", asked.request().size().height());
    }

    private void checkSide(String field, @Nullable Integer side) {
        Checks.that(side == null || side <= maxSide, field, side, "a multiple of 8 from 8 to " + maxSide);
    }

    /** How many pixels a start picture may have. */
    long maxPixels() {
        return 4L * maxSide * maxSide;
    }

    /**
     * Checks what a request costs.
     *
     * @throws dev.demist.DemistException INVALID_REQUEST if it costs too much
     */
    public void cost(ResolvedRequest request, int count) {
        long cost = (long) request.width() * request.height() * request.steps() * count;
        Checks.that(cost <= maxCost, "width x height x steps x count", cost, "at most " + maxCost);
    }
}
