package dev.demist.scheduler;

/**
 * The standard normal noise of one run, with random access: a draw has the same bits whenever and wherever it is
 * requested. A {@link SchedulerState} is therefore complete without the inner state of a generator. Safe to share
 * between threads.
 */
@FunctionalInterface
public interface NoiseSource {

    /**
     * The {@code draw}-th block of noise after the start noise.
     *
     * @param draw 0 for the first block that the scheduler draws; blocks are to be taken in order, see
     *     {@link SchedulerState#draws}
     * @param shape the shape of the block, {@code [B, C, H, W]}
     */
    Tensor normal(int draw, int... shape);
}
