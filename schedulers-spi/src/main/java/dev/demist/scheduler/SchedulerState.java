package dev.demist.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the next step of a scheduler needs. A state that was stored or sent elsewhere continues with the same
 * bits. Immutable.
 *
 * @param call how many calls of the plan are done; also the index of the next one
 * @param draws how many blocks of noise were taken from the {@link NoiseSource} so far
 * @param sample the noisy sample {@code [B, C, H, W]} that the next call starts from
 * @param denoised the clean sample {@code [B, C, H, W]} that the last call predicted; null only before the first call
 * @param history the values that a multistep solver keeps, in its own order; scalars are tensors of shape {@code []} or
 *     {@code [n]}
 */
public record SchedulerState(
        int call, int draws, Tensor sample, @Nullable Tensor denoised, List<Tensor> history) {

    /** Copies the history. */
    public SchedulerState {
        history = List.copyOf(history);
    }

    /** A state before call {@code call} without a history. */
    public static SchedulerState initial(int call, Tensor sample) {
        return new SchedulerState(call, 0, sample, null, List.of());
    }
}
