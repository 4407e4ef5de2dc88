package dev.demist.engine.internal.batch;

import dev.demist.Caller;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.Observation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

/**
 * The rows that one run asks a model for; they stay together. Equal only to itself.
 *
 * @param <T> the model's output
 */
final class Step<T> {

    final Caller caller;
    final Tensor sample;
    final double[] timesteps;
    final Conditioning conditioning;
    /** Whether deep features are wanted beside the prediction; steps that want none join all the same. */
    final boolean deep;

    /** Whether it belongs to no request, see {@link Unobserved}. */
    final boolean unobserved;

    final MonoSink<T> answer;

    private final Map<String, String> shapes;
    private final Observation waiting;
    private final AtomicBoolean waits = new AtomicBoolean(true);
    // Guarded by the batcher's lock.
    private boolean alone;
    private boolean wanted = true;

    Step(
            ContextView context,
            Tensor sample,
            double[] timesteps,
            Conditioning conditioning,
            boolean deep,
            MonoSink<T> answer,
            Observation waiting) {
        this.caller = Caller.in(context);
        this.unobserved = Unobserved.is(context);
        this.sample = sample;
        this.timesteps = timesteps;
        this.conditioning = conditioning;
        this.deep = deep;
        this.answer = answer;
        this.shapes = shapes(sample, timesteps, conditioning);
        this.waiting = waiting.start();
    }

    // A step whose parts do not fit each other fails here, before it can fail its neighbours in a joint call.
    private static Map<String, String> shapes(Tensor sample, double[] timesteps, Conditioning conditioning) {
        int rows = sample.size(0);
        if (timesteps.length != rows) {
            throw new IllegalArgumentException(timesteps.length + " timesteps for " + rows + " rows");
        }
        Map<String, String> shapes = new HashMap<>();
        shapes.put("", rowShape(sample));
        for (String name : conditioning.names()) {
            Tensor tensor = conditioning.get(name).orElseThrow();
            if (tensor.size(0) != rows) {
                throw new IllegalArgumentException(name + " is " + tensor + ", but the sample has " + rows + " rows");
            }
            shapes.put(name, rowShape(tensor));
        }
        return shapes;
    }

    private static String rowShape(Tensor tensor) {
        return Arrays.toString(Arrays.copyOfRange(tensor.shape(), 1, tensor.rank()));
    }

    /** What is computed for one row. */
    Work work() {
        boolean shallow = conditioning.names().contains(Conditioning.DEEP);
        return new Work(sample.size(2) * sample.size(3), shallow);
    }

    int rows() {
        return sample.size(0);
    }

    /** Whether both can be in one call: the same inputs, and all shapes but the number of rows are the same. */
    boolean joins(Step<?> other) {
        return !alone && !other.alone && shapes.equals(other.shapes);
    }

    /** Its first call begins, or it is taken back: the end of its waiting. */
    void endWaiting() {
        if (waits.getAndSet(false)) {
            waiting.stop();
        }
    }

    /** It is taken back, maybe during a call. */
    void giveUp() {
        wanted = false;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Keeps it from joining others: a call that they shared was too large. */
    void stayAlone() {
        alone = true;
    }
}
