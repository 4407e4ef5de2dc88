package dev.demist.engine.internal.batch;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Steps that share one model call.
 *
 * @param <T> the output of the model
 * @param steps at least one; each joins the others
 */
record JointCall<T>(List<Step<T>> steps) {

    /** The output for all rows. */
    Mono<T> of(JointModel<T> model) {
        Mono<T> output = output(model);
        return steps.stream().allMatch(step -> step.unobserved) ? Unobserved.of(output) : output;
    }

    private Mono<T> output(JointModel<T> model) {
        return Mono.defer(() -> {
                    Tensor[] samples = steps.stream().map(step -> step.sample).toArray(Tensor[]::new);
                    double[] timesteps = steps.stream()
                            .map(step -> step.timesteps)
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
                    List<Conditioning> conditionings =
                            steps.stream().map(step -> step.conditioning).toList();
                    boolean deep = steps.stream().anyMatch(step -> step.deep);
                    return model.predict(Tensor.concat(0, samples), timesteps, Conditioning.join(conditionings), deep);
                })
                .single();
    }

    int rows() {
        return steps.stream().mapToInt(Step::rows).sum();
    }

    /** Whether it failed for want of memory and its steps may succeed one by one. */
    boolean isTooLarge(Throwable error) {
        return steps.size() > 1 && error instanceof DemistException e && e.code() == ErrorCode.OUT_OF_MEMORY;
    }

    Work work() {
        return steps.get(0).work();
    }

    /** Gives each step its rows of {@code output}. */
    void succeed(JointModel<T> model, T output) {
        int from = 0;
        for (Step<T> step : steps) {
            int to = from + step.rows();
            step.answer.success(steps.size() == 1 ? output : model.rows(output, from, to));
            from = to;
        }
    }

    /** Gives every step the same error. */
    void fail(Throwable error) {
        steps.forEach(step -> step.answer.error(error));
    }
}
