package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.engine.internal.guidance.Guidance;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which rows a model call gets when guidance applies to some of the steps only. */
final class GuidedStepsTest {

    private final RecordingDenoiser denoiser = new RecordingDenoiser();

    @Test
    void stepsOutsideTheIntervalComputeTheConditionalRowAlone() {
        pipeline(0.4, 0.8).denoise(request("ddim", 5)).blockLast();
        assertThat(denoiser.texts).containsExactly("6", "6", "8 6", "8 6", "6");
    }

    @Test
    void bothCallsOfAStepOfTheSecondOrderAreGuidedAlike() {
        pipeline(0, 0.5).denoise(request("heun", 3)).blockLast();
        assertThat(denoiser.texts).containsExactly("8 6", "8 6", "6", "6", "6");
    }

    @Test
    void aRunCutWithinTheIntervalGoesOnWithTheSameBits() {
        EnginePipeline pipeline = pipeline(0.4, 0.8);
        GenerationRequest request = request("ddim", 5);
        List<LatentState> uncut = pipeline.denoise(request).collectList().block();
        List<LatentState> rest =
                pipeline.resume(request, uncut.get(2)).collectList().block();
        assertThat(rest).isEqualTo(uncut.subList(3, 5));
    }

    private static GenerationRequest request(String scheduler, int steps) {
        return FakePipelines.request(scheduler, steps)
                .prompt("prompt")
                .negativePrompt("negative")
                .build();
    }

    private EnginePipeline pipeline(double from, double to) {
        return FakePipelines.steered(
                denoiser, new LengthConditioner(), request -> Guidance.classifierFree(3, 0, from, to));
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
