package dev.demist.engine.internal.batch;

import dev.demist.Caller;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * A denoiser for many runs at once: steps that come in while a call is in flight wait, and those of equal shapes join
 * the next one, whatever their prompts, times and users. A step that finds the model idle starts at once; nothing is
 * ever held back to be joined. Users take turns, see {@link FairQueue}. Thread-safe; it has no thread of its own.
 */
public final class StepBatcher implements Denoiser {

    private final Denoiser denoiser;
    private final LongSupplier nanos;
    private final AtomicInteger wanted = new AtomicInteger();

    private final Object lock = new Object();
    private final FairQueue queue = new FairQueue();
    private final Pace pace;
    private boolean busy;
    private boolean closed;

    /**
     * A batcher.
     *
     * @param denoiser what computes; closed with this
     * @param limit how many rows a joint call may have; a single step may have more
     */
    public StepBatcher(Denoiser denoiser, BatchLimit limit) {
        this(denoiser, limit, System::nanoTime);
    }

    /** @param nanos the time */
    StepBatcher(Denoiser denoiser, BatchLimit limit, LongSupplier nanos) {
        this.denoiser = denoiser;
        this.pace = new Pace(limit);
        this.nanos = nanos;
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return Mono.deferContextual(context ->
                Mono.create(answer -> submit(new Step(Caller.in(context), sample, timesteps, conditioning, answer))));
    }

    private void submit(Step step) {
        if (!enqueue(step)) {
            step.answer.error(closed());
            return;
        }
        step.answer.onCancel(() -> cancel(step));
        startNext();
    }

    private boolean enqueue(Step step) {
        synchronized (lock) {
            if (!closed) {
                queue.add(step);
            }
            return !closed;
        }
    }

    private void cancel(Step step) {
        synchronized (lock) {
            queue.remove(step);
        }
    }

    // Whoever comes while another thread is in here leaves the work to it; so a model that answers at once cannot
    // recurse.
    private void startNext() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            List<Step> steps = begin();
            if (!steps.isEmpty()) {
                run(new JointCall(steps));
            }
            seen = wanted.addAndGet(-seen);
        }
    }

    private List<Step> begin() {
        synchronized (lock) {
            List<Step> steps = busy ? List.of() : queue.take(step -> pace.rows(step.latentPixels()));
            busy |= !steps.isEmpty();
            return steps;
        }
    }

    // The next call starts before the answers go out: the model is not idle while runs think.
    private void run(JointCall call) {
        long start = nanos.getAsLong();
        call.predict(denoiser)
                .subscribe(
                        prediction -> {
                            learn(call, (nanos.getAsLong() - start) / 1e9);
                            finish();
                            call.succeed(prediction);
                        },
                        error -> {
                            finish();
                            call.fail(error);
                        });
    }

    private void learn(JointCall call, double seconds) {
        synchronized (lock) {
            pace.took(call.rows(), call.latentPixels(), seconds);
        }
    }

    private void finish() {
        synchronized (lock) {
            busy = false;
        }
        startNext();
    }

    /** Users that have steps waiting, or had some while others waited. */
    int users() {
        synchronized (lock) {
            return queue.users();
        }
    }

    @Override
    public DenoiserShape shape() {
        return denoiser.shape();
    }

    /**
     * Fails the steps that wait with ENGINE_FAILED and closes the denoiser; a call in flight is its affair. Idempotent.
     */
    @Override
    public void close() {
        List<Step> waiting;
        synchronized (lock) {
            closed = true;
            waiting = queue.clear();
        }
        denoiser.close();
        waiting.forEach(step -> step.answer.error(closed()));
    }

    private static DemistException closed() {
        return new DemistException(ErrorCode.ENGINE_FAILED, "the model is closed; open it again");
    }
}
