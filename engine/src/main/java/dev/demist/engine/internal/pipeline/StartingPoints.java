package dev.demist.engine.internal.pipeline;

import dev.demist.Schedule;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/**
 * The three ways to begin: from noise, from a picture (SDEdit, Meng et al. 2022), or from a picture of which a part is
 * to be repainted. The blocks of the run's noise are taken in the order of the reference: for the encoded picture, for
 * the start, for the masked picture, then for the scheduler.
 *
 * @param plan the scheduler
 * @param noise the run's noise
 * @param shape of the latents, {@code [1, C, h, w]}
 * @param schedule the choice and steps that the plan was made from
 * @param plans runs the scheduler's own arithmetic
 */
record StartingPoints(SchedulerPlan plan, TorchNoise noise, int[] shape, Schedule schedule, Plans plans) {

    /** Pure noise. */
    Mono<StartingPoint> fromNoise() {
        return sampled(() -> plan.start(noise.block(0, shape))).map(state -> StartingPoint.of(state, noise.from(1)));
    }

    /** The result of a scheduler's work, computed in its own pool and not on the thread that encoded the picture. */
    private Mono<SchedulerState> sampled(Callable<SchedulerState> work) {
        return plans.call(schedule, work);
    }

    /**
     * The picture {@code [1, 3, H, W]} in -1 ... 1, noised as far as the steps that are left need it.
     *
     * @param skipped the steps that are left out
     */
    Mono<StartingPoint> fromImage(Tensor image, LatentCodec codec, int skipped) {
        return latents(codec, image, 0)
                .flatMap(clean -> sampled(() -> noised(clean, 1, skipped)))
                .map(state -> StartingPoint.of(state, noise.from(2)));
    }

    /**
     * The picture under a mask.
     *
     * @param mask {@code [1, 1, H, W]}, 1 where it is to be repainted
     * @param seesMask whether the denoiser takes mask and masked picture as channels
     */
    Mono<StartingPoint> fromMaskedImage(
            Tensor image, Tensor mask, boolean seesMask, LatentCodec codec, double strength, int skipped) {
        boolean usesImage = !seesMask || strength < 1;
        int start = usesImage ? 1 : 0;
        Tensor small = Masks.nearest(mask, shape[2], shape[3]);
        Mono<Tensor> clean = usesImage ? latents(codec, image, 0) : Mono.just(Tensor.zeros(shape));
        return clean.flatMap(latents -> sampled(
                        () -> strength < 1 ? noised(latents, start, skipped) : plan.start(noise.block(start, shape)))
                .flatMap(state -> seesMask
                        ? latents(codec, Masks.without(image, mask), start + 1)
                                .map(masked -> seeing(state, Tensor.concat(1, small, masked), start + 2))
                        : Mono.just(repainting(state, latents, noise.block(start, shape), small, start + 2))));
    }

    private StartingPoint repainting(SchedulerState state, Tensor clean, Tensor eps, Tensor mask, int draws) {
        return new StartingPoint(state, noise.from(draws), input -> input, after -> {
            boolean last = after.call() >= plan.calls();
            Tensor kept =
                    last ? clean : plan.startFrom(clean, eps, after.call()).sample();
            Tensor blended = Masks.blend(kept, after.sample(), mask);
            return new SchedulerState(after.call(), after.draws(), blended, after.denoised(), after.history());
        });
    }

    private StartingPoint seeing(SchedulerState state, Tensor channels, int draws) {
        return new StartingPoint(state, noise.from(draws), input -> Tensor.concat(1, input, channels), after -> after);
    }

    private SchedulerState noised(Tensor clean, int block, int skipped) {
        int call = Math.min(skipped * plan.order(), plan.calls() - 1);
        return plan.startFrom(clean, noise.block(block, shape), call);
    }

    private Mono<Tensor> latents(LatentCodec codec, Tensor image, int block) {
        return codec.encode(image).map(gaussian -> {
            Tensor deviation = gaussian.logVariance().map(logVariance -> (float) Math.exp(0.5 * logVariance));
            Tensor sample = gaussian.mean().plus(Masks.product(deviation, noise.block(block, shape)));
            return sample.map(x -> (float) ((x - codec.shiftFactor()) * codec.scalingFactor()));
        });
    }
}
