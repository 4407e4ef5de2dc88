package dev.demist;

import java.util.function.Function;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The user for whom a stream draws, put into Reactor's context: {@code states.contextWrite(Caller.of("ann"))}. The
 * users of one model take turns at its steps; all streams without a caller are those of one user.
 *
 * @param user the name; empty for streams without one
 * @param weight the user's share of the steps among others, 0.1 ... 10
 * @param priority which of the user's own steps come first when several wait, larger before smaller; it does not put
 *     one user before another
 */
public record Caller(String user, double weight, int priority) implements Function<Context, Context> {

    /** The caller of a stream that names none. */
    public static final Caller ANONYMOUS = new Caller("", 1, 0);

    /**
     * Checks the weight.
     *
     * @throws DemistException INVALID_REQUEST if it is outside 0.1 ... 10
     */
    public Caller {
        Check.that(weight >= 0.1 && weight <= 10, "weight", weight, "it must be from 0.1 to 10");
    }

    /** The user {@code name} with weight 1 and priority 0. */
    public static Caller of(String name) {
        return new Caller(name, 1, 0);
    }

    /** The caller in a context; {@link #ANONYMOUS} if there is none. */
    public static Caller in(ContextView context) {
        return context.hasKey(Caller.class) ? context.get(Caller.class) : ANONYMOUS;
    }

    /** This with another share of the steps, 0.1 ... 10. */
    public Caller withWeight(double share) {
        return new Caller(user, share, priority);
    }

    /** This with another priority among the user's own steps. */
    public Caller withPriority(int rank) {
        return new Caller(user, weight, rank);
    }

    /** The context with this caller in it. */
    @Override
    public Context apply(Context context) {
        return context.put(Caller.class, this);
    }
}
