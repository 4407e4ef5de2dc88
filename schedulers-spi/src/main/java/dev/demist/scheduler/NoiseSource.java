package dev.demist.scheduler;

/**
 * The standard normal noise of one run, with random access: the same draw is the same bits, whenever and wherever it is
 * asked for. That makes a {@link SchedulerState} complete without a generator's inner state. Safe to share between
 * threads.
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
