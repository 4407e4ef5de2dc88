package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.FullPass;
import dev.demist.engine.internal.guidance.Guidance;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The model calls of one run. With reuse, those of a step whose number is a multiple of it are full passes, and so are
 * calls before which there was none, or none of as many rows; the others take the features of the last full pass. It
 * depends on the number of the call and on the state alone which a call is.
 *
 * @param denoiser the network
 * @param conditioning the tensors that steer it, with the rows and inputs that {@code guidance} wants
 * @param guidance the rows of each call, and their combination to one prediction
 * @param plan the scheduler
 * @param reuse every how many steps the whole network is computed; below 2 for every step
 */
record ModelCalls(Denoiser denoiser, Conditioning conditioning, Guidance guidance, SchedulerPlan plan, int reuse) {

    /**
     * The outcome of a call.
     *
     * @param prediction {@code [1, C, H, W]}
     * @param kept what the next call takes; null if that is a full pass
     */
    record Answer(Tensor prediction, @Nullable KeptFeatures kept) {}

    /** The call after {@code moment}, with the scheduler's input for it. */
    Mono<Answer> after(Moment moment, Tensor input) {
        int call = moment.state().scheduler().call();
        FullPass last = moment.state().fullPass();
        if (last == null
                || isFull(call)
                || rows(last.call()) != rows(call)
                || !last.input().hasShape(input.shape())) {
            return full(new FullPass(call, input));
        }
        KeptFeatures kept = moment.kept();
        Mono<KeptFeatures> features =
                kept == null ? deep(last).map(it -> new KeptFeatures(last, it.features())) : Mono.just(kept);
        return features.flatMap(it -> shallow(call, input, it));
    }

    private Mono<Answer> full(FullPass pass) {
        if (isFull(pass.call() + 1)) {
            return denoiser.predict(samples(pass), timesteps(pass.call()), conditioning(pass.call()))
                    .map(output -> new Answer(prediction(output, pass.call()), null));
        }
        return deep(pass)
                .map(it -> new Answer(prediction(it.prediction(), pass.call()), new KeptFeatures(pass, it.features())));
    }

    private Mono<DeepPrediction> deep(FullPass pass) {
        return denoiser.predictDeep(samples(pass), timesteps(pass.call()), conditioning(pass.call()));
    }

    private Mono<Answer> shallow(int call, Tensor input, KeptFeatures kept) {
        Conditioning deep = conditioning(call).with(Conditioning.DEEP, kept.features());
        return denoiser.predict(samples(new FullPass(call, input)), timesteps(call), deep)
                .map(output -> new Answer(prediction(output, call), isFull(call + 1) ? null : kept));
    }

    // Behind the last call nothing is kept, as before a full pass.
    private boolean isFull(int call) {
        return reuse < 2 || call >= plan.calls() || step(call) % reuse == 0;
    }

    private int step(int call) {
        return call / plan.order();
    }

    private int rows(int call) {
        return guidance.rows(step(call), step(plan.calls() + plan.order() - 1));
    }

    private Tensor samples(FullPass pass) {
        Tensor[] samples = new Tensor[rows(pass.call())];
        Arrays.fill(samples, pass.input());
        return Tensor.concat(0, samples);
    }

    private double[] timesteps(int call) {
        double[] timesteps = new double[rows(call)];
        Arrays.fill(timesteps, plan.timestep(call));
        return timesteps;
    }

    private Conditioning conditioning(int call) {
        int all = conditioning.rows();
        int rows = rows(call);
        return all <= rows ? conditioning : conditioning.rows(all - rows, all);
    }

    private Tensor prediction(Tensor output, int call) {
        if (!output.isFinite()) {
            throw new DemistException(
                    ErrorCode.ENGINE_FAILED,
                    "the model gave values that are not finite at timestep " + plan.timestep(call)
                            + "; try float32 precision");
        }
        return guidance.prediction(output);
    }
}
