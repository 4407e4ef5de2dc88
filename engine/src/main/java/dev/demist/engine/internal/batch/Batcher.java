package dev.demist.engine.internal.batch;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * A model for many runs at once: steps that come in while a call is in flight wait, and those of equal inputs and
 * shapes join the next one, whatever their prompts, times and users. A step that finds the model idle starts at once;
 * nothing is held back to be joined. Users take turns, see {@link FairQueue}. Steps whose call is too large for the
 * memory are computed one by one. Thread-safe; it has no thread of its own.
 *
 * @param <T> the model's output
 */
final class Batcher<T> {

    private final JointModel<T> model;
    private final LongSupplier nanos;
    private final ObservationRegistry observations;
    private final AtomicInteger wanted = new AtomicInteger();

    private final Object lock = new Object();
    private final FairQueue<T> queue = new FairQueue<>();
    private final Pace pace;
    private boolean busy;
    private boolean closed;

    /**
     * A batcher.
     *
     * @param model the model that computes
     * @param limit the rows of a joint call; a single step may have more
     * @param nanos the clock, in nanoseconds
     * @param observations receives a {@code demist.wait} of each step
     */
    Batcher(JointModel<T> model, BatchLimit limit, LongSupplier nanos, ObservationRegistry observations) {
        this.model = model;
        this.pace = new Pace(limit);
        this.nanos = nanos;
        this.observations = observations;
    }

    /**
     * The output for these rows, from a call that other steps may share.
     *
     * @param deep whether deep features are wanted, too
     */
    Mono<T> predict(Tensor sample, double[] timesteps, Conditioning conditioning, boolean deep) {
        return Mono.deferContextual(context -> Mono.create(answer ->
                submit(new Step<>(context, sample, timesteps, conditioning, deep, answer, waiting(context)))));
    }

    private Observation waiting(ContextView context) {
        return Observation.createNotStarted("demist.wait", Unobserved.registry(context, observations))
                .parentObservation(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null));
    }

    private void submit(Step<T> step) {
        if (!enqueue(step)) {
            step.endWaiting();
            step.answer.error(closed());
            return;
        }
        step.answer.onCancel(() -> cancel(step));
        startNext();
    }

    private boolean enqueue(Step<T> step) {
        synchronized (lock) {
            if (!closed) {
                queue.add(step);
            }
            return !closed;
        }
    }

    private void cancel(Step<T> step) {
        boolean waited;
        synchronized (lock) {
            step.giveUp();
            waited = queue.remove(step);
        }
        if (waited) {
            step.endWaiting();
        }
    }

    // A thread that arrives while another one is in here leaves the work to that one; so a model that answers at once
    // does not recurse.
    private void startNext() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            List<Step<T>> steps = begin();
            if (!steps.isEmpty()) {
                steps.forEach(Step::endWaiting);
                run(new JointCall<>(steps));
            }
            seen = wanted.addAndGet(-seen);
        }
    }

    private List<Step<T>> begin() {
        synchronized (lock) {
            List<Step<T>> steps = busy ? List.of() : queue.take(step -> pace.rows(step.work()));
            busy |= !steps.isEmpty();
            return steps;
        }
    }

    // The next call starts before the answers go out: the model is not idle while runs think.
    private void run(JointCall<T> call) {
        long start = nanos.getAsLong();
        call.of(model)
                .subscribe(
                        prediction -> {
                            learn(call, (nanos.getAsLong() - start) / 1e9);
                            finish();
                            call.succeed(model, prediction);
                        },
                        error -> fail(call, error));
    }

    // What is too large together is tried one by one: nobody's step fails for the size of its neighbours' sum.
    private void fail(JointCall<T> call, Throwable error) {
        boolean again = call.isTooLarge(error) && separate(call);
        finish();
        if (!again) {
            call.fail(error);
        }
    }

    private boolean separate(JointCall<T> call) {
        synchronized (lock) {
            if (!closed) {
                pace.tooMany(call.rows(), call.work());
                call.steps().forEach(Step::stayAlone);
                call.steps().stream().filter(Step::isWanted).forEach(queue::add);
            }
            return !closed;
        }
    }

    private void learn(JointCall<T> call, double seconds) {
        synchronized (lock) {
            pace.took(call.rows(), call.work(), seconds);
        }
    }

    private void finish() {
        synchronized (lock) {
            busy = false;
        }
        startNext();
    }

    /** The number of users with steps waiting, or with credit while others wait. */
    int users() {
        synchronized (lock) {
            return queue.users();
        }
    }

    /** Fails the steps that wait with ENGINE_FAILED; a call in flight ends as it will. Idempotent. */
    void close() {
        List<Step<T>> waiting;
        synchronized (lock) {
            closed = true;
            waiting = queue.clear();
        }
        waiting.forEach(step -> {
            step.endWaiting();
            step.answer.error(closed());
        });
    }

    private static DemistException closed() {
        return new DemistException(ErrorCode.ENGINE_FAILED, "the model is closed; open it again");
    }
}
