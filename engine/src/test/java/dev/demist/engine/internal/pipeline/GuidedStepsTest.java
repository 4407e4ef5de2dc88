package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ResolvedRequest;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which rows a model call gets when guidance applies to some of the steps only. */
final class GuidedStepsTest {

    private final RecordingDenoiser denoiser = new RecordingDenoiser();
    private final EnginePipeline pipeline = FakePipelines.steered(denoiser, new LengthConditioner());

    @Test
    void stepsOutsideTheIntervalComputeTheConditionalRowAlone() {
        pipeline.denoise(request("ddim", 5, 0.4, 0.8)).blockLast();
        assertThat(denoiser.texts).containsExactly("6", "6", "8 6", "8 6", "6");
    }

    @Test
    void bothCallsOfAStepOfTheSecondOrderAreGuidedAlike() {
        pipeline.denoise(request("heun", 3, 0, 0.5)).blockLast();
        assertThat(denoiser.texts).containsExactly("8 6", "8 6", "6", "6", "6");
    }

    @Test
    void aRunCutWithinTheIntervalGoesOnWithTheSameBits() {
        GenerationRequest request = request("ddim", 5, 0.4, 0.8);
        List<LatentState> uncut = pipeline.denoise(request).collectList().block();
        List<LatentState> rest =
                pipeline.resume(request, uncut.get(2)).collectList().block();
        assertThat(rest).isEqualTo(uncut.subList(3, 5));
    }

    @Test
    void withoutAnIntervalEveryStepIsGuided() {
        pipeline.denoise(FakePipelines.request("ddim", 3)
                        .prompt("prompt")
                        .guidance(3.0)
                        .build())
                .blockLast();
        assertThat(denoiser.texts).containsExactly("0 6", "0 6", "0 6");
    }

    @Test
    void anEmptyIntervalIsNoGuidance() {
        pipeline.denoise(request("ddim", 3, 0.5, 0.5)).blockLast();
        assertThat(denoiser.texts).containsExactly("6", "6", "6");
    }

    /** The loop of the paper, written by hand: two rows within the interval, and the conditional one outside. */
    @Test
    void thePipelineGivesTheBitsOfAReferenceLoop() {
        ResolvedRequest request = pipeline.resolve(request("ddim", 5, 0.4, 0.8)).block();
        SchedulerPlan plan = FakePipelines.plan("ddim", 5);
        TorchNoise noise = TorchNoise.ofSeed(request.seed());
        SchedulerState latents = plan.start(noise.block(0, 1, 3, 8, 8));
        for (int step = 0; step < 5; step++) {
            boolean guided = step >= 2 && step < 4;
            Conditioning text =
                    new LengthConditioner().encode(request, guided ? 2 : 1).block();
            Tensor input = plan.modelInput(latents);
            double t = plan.timestep(step);
            Tensor output = guided
                    ? denoiser.predict(Tensor.concat(0, input, input), new double[] {t, t}, text)
                            .map(both -> Tensor.weightedSum(1 - 3.0, both.rows(0, 1), 3.0, both.rows(1, 2)))
                            .block()
                    : denoiser.predict(input, new double[] {t}, text).block();
            latents = plan.advance(latents, output, noise.from(1));
        }
        assertThat(pipeline.denoise(request).blockLast().scheduler().sample()).isEqualTo(latents.sample());
    }

    private static GenerationRequest request(String scheduler, int steps, double from, double to) {
        return FakePipelines.request(scheduler, steps)
                .prompt("prompt")
                .negativePrompt("negative")
                .guidance(3.0)
                .guidanceFrom(from)
                .guidanceTo(to)
                .build();
    }

    /** Writes down the lengths of the prompts that each call's rows stand for. */
    private static final class RecordingDenoiser implements Denoiser {

        private final CountingDenoiser counting = new CountingDenoiser();
        private final List<String> texts = new ArrayList<>();

        @Override
        public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
            Tensor lengths = conditioning.get(Conditioning.TEXT).orElseThrow();
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < sample.size(0); row++) {
                text.append(' ').append((int) lengths.get(row));
            }
            texts.add(text.substring(1));
            return counting.predict(sample, timesteps, conditioning);
        }

        @Override
        public DenoiserShape shape() {
            return counting.shape();
        }

        @Override
        public void close() {}
    }
}
