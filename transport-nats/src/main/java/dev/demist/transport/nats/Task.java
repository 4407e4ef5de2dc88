package dev.demist.transport.nats;

import dev.demist.DemistException;
import org.jspecify.annotations.Nullable;

/**
 * Something that a gateway wants of a worker. It may be tried with several workers one after the other; each try has an
 * id of its own, so that what an earlier one still says is not heard. Used on the gateway's thread only.
 */
interface Task {

    /** The model that it needs; null if any worker will do. */
    @Nullable
    String model();

    /** Whether it takes one of the places that a worker has for runs. */
    boolean isRun();

    /** Whether it waits where no worker can take it; others fail then. */
    boolean isPatient();

    /** Sends the task to a worker under this id. */
    void begin(String id, String worker);

    /** Takes what the worker says. */
    void receive(Envelope<ToGateway> message);

    /** Says to the worker that the task is still wanted; called as often as workers say hello. */
    void renew();

    /** Its worker hands it back, with all states that came. */
    void left();

    /** Its worker is lost; returns whether another one is to try. */
    boolean lost();

    /** The task cannot be done. */
    void fail(DemistException why);
}
