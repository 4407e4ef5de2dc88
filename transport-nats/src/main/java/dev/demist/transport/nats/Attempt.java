package dev.demist.transport.nats;

import dev.demist.LatentState;
import dev.demist.LatentStates;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * A worker's try at a run, as far as its gateway grants steps. States stay here until the gateway has them, as the
 * connection may lose any message; there are never more than were granted. Thread-safe.
 */
final class Attempt extends BaseSubscriber<LatentState> {

    private final ToWorker.Begin task;
    private final BiConsumer<ToWorker.Begin, Envelope<ToGateway>> send;
    private final BooleanSupplier leaving;
    private final Deque<Envelope<ToGateway>> unconfirmed = new ArrayDeque<>();
    private boolean subscribed;
    private boolean stepping;
    private long granted;
    private long came;
    private volatile long heard = System.nanoTime();

    /** @param send sends a message of the task; all but states end it */
    Attempt(ToWorker.Begin task, BiConsumer<ToWorker.Begin, Envelope<ToGateway>> send, BooleanSupplier leaving) {
        this.task = task;
        this.send = send;
        this.leaving = leaving;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        synchronized (this) {
            subscribed = true;
        }
        step();
    }

    void credit(ToWorker.Credit credit) {
        heard = System.nanoTime();
        synchronized (this) {
            granted = Math.max(granted, credit.asked());
            while (unconfirmed.size() > came - credit.received()) {
                unconfirmed.removeFirst();
            }
            unconfirmed.forEach(message -> send.accept(task, message));
        }
        step();
    }

    // One at a time, so that a worker that leaves need not take all steps that were granted.
    private void step() {
        synchronized (this) {
            if (!subscribed || stepping || came >= granted || leaving.getAsBoolean()) {
                return;
            }
            stepping = true;
        }
        request(1);
    }

    @Override
    protected void hookOnNext(LatentState state) {
        byte[] bytes = LatentStates.write(state);
        synchronized (this) {
            came++;
            stepping = false;
            Envelope<ToGateway> message = new Envelope<>(new ToGateway.Came(task.task(), came), bytes);
            unconfirmed.addLast(message);
            send.accept(task, message);
        }
        leaveIfAtRest();
        step();
    }

    @Override
    protected void hookOnComplete() {
        end(null);
    }

    @Override
    protected void hookOnError(Throwable error) {
        end(Failure.of(error));
    }

    private void end(@Nullable Failure failure) {
        send.accept(task, Envelope.of(new ToGateway.Ended(task.task(), came, failure)));
    }

    /** Hands the run on if the worker leaves and no step is under way. */
    void leaveIfAtRest() {
        boolean atRest;
        synchronized (this) {
            atRest = !stepping;
        }
        if (atRest && leaving.getAsBoolean()) {
            leave();
        }
    }

    /** Hands the run on. */
    void leave() {
        send.accept(task, Envelope.of(new ToGateway.Left(task.task())));
    }

    /** Returns whether the gateway has been silent for so long; the run is dropped then. */
    boolean isForgotten(Duration lease) {
        if (System.nanoTime() - heard < lease.toNanos()) {
            return false;
        }
        dispose();
        return true;
    }
}
