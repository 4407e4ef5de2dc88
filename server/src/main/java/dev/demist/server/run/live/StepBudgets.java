package dev.demist.server.run.live;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.request.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many model calls users who have an hourly number may still ask for. It comes back evenly: a number of 3,600 is
 * one a second. Accepted runs take all of theirs, and give back what they did not use. Kept in memory: whole after a
 * restart. Thread-safe.
 */
public final class StepBudgets {

    private static final double SECONDS = 3600;

    private final Limits limits;
    private final InstantSource clock;
    private final Map<String, Spent> byUser = new ConcurrentHashMap<>();

    /** Steps that are not back yet. */
    private record Spent(double steps, Instant at) {

        static final Spent NOTHING = new Spent(0, Instant.EPOCH);

        Spent at(Instant now, long perHour) {
            double seconds = Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
            return new Spent(Math.max(0, steps - seconds * perHour / SECONDS), now);
        }

        Spent plus(long more) {
            return new Spent(Math.max(0, steps + more), at);
        }
    }

    /**
     * A user's number, and how much of it is there.
     *
     * @param perHour the whole number
     * @param left what may be asked for now
     * @param whole until all of it is back
     */
    public record Budget(long perHour, long left, Duration whole) {}

    StepBudgets(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** The user's budget now; empty if there is no bound. */
    public Optional<Budget> of(String user) {
        Long perHour = perHour(user);
        if (perHour == null) {
            return Optional.empty();
        }
        double spent = byUser.getOrDefault(user, Spent.NOTHING)
                .at(clock.instant(), perHour)
                .steps();
        return Optional.of(new Budget(perHour, (long) (perHour - spent), wait(spent, perHour)));
    }

    /**
     * Takes {@code steps} from what the user has.
     *
     * @throws DemistException QUEUE_FULL if there are not as many now, INVALID_REQUEST if there never are
     */
    void take(String user, long steps) {
        Long perHour = perHour(user);
        if (perHour == null) {
            return;
        }
        if (steps > perHour) {
            throw DemistException.invalid("steps", steps + " in all", "you may ask for " + perHour + " an hour");
        }
        byUser.compute(user, (name, before) -> {
            Spent spent = (before == null ? Spent.NOTHING : before).at(clock.instant(), perHour);
            double excess = spent.steps() + steps - perHour;
            if (excess > 0) {
                throw exhausted(steps, perHour, (long) (perHour - spent.steps()), wait(excess, perHour));
            }
            return spent.plus(steps);
        });
    }

    /** Gives back what was not used. */
    void giveBack(String user, long steps) {
        Long perHour = perHour(user);
        if (perHour != null) {
            byUser.computeIfPresent(
                    user, (name, spent) -> spent.at(clock.instant(), perHour).plus(-steps));
        }
    }

    private @Nullable Long perHour(String user) {
        return limits.allowance(user).stepsPerHour();
    }

    private static Duration wait(double steps, long perHour) {
        return Duration.ofSeconds((long) Math.ceil(steps * SECONDS / perHour));
    }

    private static DemistException exhausted(long steps, long perHour, long left, Duration wait) {
        return DemistException.later(
                ErrorCode.QUEUE_FULL,
                "steps: you may ask for " + perHour + " an hour, and " + left + " of these are left, not " + steps
                        + "; try again in " + wait.toSeconds() + " s",
                wait);
    }
}
