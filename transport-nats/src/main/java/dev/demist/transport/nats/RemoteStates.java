package dev.demist.transport.nats;

import dev.demist.Caller;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.ResolvedRequest;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The states of one run, each from the worker that has it then. A worker is granted as many steps as there is demand;
 * if it is lost, another one goes on from the last state that came, with the same bits. Used on the gateway's thread
 * only.
 */
final class RemoteStates implements Task {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteStates.class);
    // Enough to hide the way to the worker and back from a consumer that wants them all.
    private static final int WINDOW = 4;
    private static final int MOST_LOSSES = 20;
    private static final byte[] BEGINNING = {};

    private final Gateway gateway;
    private final ResolvedRequest request;
    private final Caller caller;
    private final Duration idle;
    private final FluxSink<LatentState> sink;
    private final Scheduler.Worker subscriber = Schedulers.parallel().createWorker();
    private byte[] last;
    private long demand;
    private long emitted;
    private @Nullable String number;
    private String worker = "";
    private long before;
    private long granted;
    private long wanted = System.nanoTime();
    private int losses;
    private boolean waits;

    private RemoteStates(
            Gateway gateway,
            ResolvedRequest request,
            Caller caller,
            byte[] from,
            Duration idle,
            FluxSink<LatentState> sink) {
        this.gateway = gateway;
        this.request = request;
        this.caller = caller;
        this.last = from;
        this.idle = idle;
        this.sink = sink;
    }

    /** The states of a run from the beginning, or after {@code from}. */
    static Flux<LatentState> of(Gateway gateway, ResolvedRequest request, @Nullable LatentState from, Timing timing) {
        byte[] state = from == null ? BEGINNING : LatentStates.write(from);
        return Flux.deferContextual(context -> Flux.create(sink -> {
            RemoteStates states = new RemoteStates(gateway, request, Caller.in(context), state, timing.idle(), sink);
            sink.onRequest(n -> gateway.later(() -> states.request(n)));
            sink.onDispose(() -> gateway.later(states::dispose));
        }));
    }

    private void request(long n) {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        wanted = System.nanoTime();
        if (number != null) {
            grant();
        } else if (!waits) {
            waits = true;
            gateway.want(this);
        }
    }

    private void release() {
        gateway.release(this, number);
        number = null;
        waits = false;
    }

    private void dispose() {
        release();
        subscriber.dispose();
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public boolean isRun() {
        return true;
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    @Override
    public void begin(String id, String on) {
        waits = false;
        number = id;
        worker = on;
        before = emitted;
        granted = 0;
        gateway.send(on, new ToWorker.Begin(id, gateway.id(), request.request().toJson(), caller), last);
        grant();
    }

    private void grant() {
        granted = Math.max(granted, Math.min(demand - before, emitted - before + WINDOW));
        gateway.send(worker, new ToWorker.Credit(String.valueOf(number), granted, emitted - before));
    }

    @Override
    public void receive(Envelope<ToGateway> message) {
        if (message.message() instanceof ToGateway.Came came) {
            came(came, message.data());
        } else if (message.message() instanceof ToGateway.Ended ended) {
            number = null;
            ended(ended);
        }
    }

    private void came(ToGateway.Came came, byte[] state) {
        if (came.number() != emitted - before + 1) {
            return; // It came before, or one before it was lost: then both come again.
        }
        emitted++;
        losses = 0;
        last = state;
        wanted = System.nanoTime();
        emit(() -> sink.next(LatentStates.read(state)));
        if (demand - before > granted) {
            grant();
        }
    }

    private void ended(ToGateway.Ended ended) {
        Failure failure = ended.failure();
        if (ended.states() != emitted - before) {
            waits = true;
            gateway.want(this);
        } else if (failure != null) {
            fail(failure.toException());
        } else {
            emit(sink::complete);
        }
    }

    // Work on a state must not hold up other tasks, and publishOn would ask for one more than there is demand for.
    private void emit(Runnable signal) {
        try {
            subscriber.schedule(signal);
        } catch (RejectedExecutionException e) {
            LOG.debug("a state came after the run was given up", e);
        }
    }

    @Override
    public void renew() {
        if (isAtRest()) {
            gateway.later(this::rest);
        } else {
            grant();
        }
    }

    private boolean isAtRest() {
        return emitted == demand && System.nanoTime() - wanted > idle.toNanos();
    }

    private void rest() {
        if (isAtRest()) {
            release();
        }
    }

    @Override
    public void left() {
        number = null;
        waits = true;
    }

    // A run that kills the processes that take it would otherwise go through all of them for ever.
    @Override
    public boolean lost() {
        left();
        boolean goesOn = ++losses < MOST_LOSSES;
        if (!goesOn) {
            fail(new DemistException(
                    ErrorCode.ENGINE_FAILED,
                    "step " + (emitted + 1) + " lost " + losses + " workers one after the other and is given up"));
        }
        return goesOn;
    }

    @Override
    public void fail(DemistException why) {
        emit(() -> sink.error(why));
    }
}
