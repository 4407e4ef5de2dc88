package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ResolvedRequest;
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
        generation("ddim", 5, 0.4, 0.8).states().blockLast();
        assertThat(denoiser.texts).containsExactly("6", "6", "8 6", "8 6", "6");
    }

    @Test
    void bothCallsOfAStepOfTheSecondOrderAreGuidedAlike() {
        generation("heun", 3, 0, 0.5).states().blockLast();
        assertThat(denoiser.texts).containsExactly("8 6", "8 6", "6", "6", "6");
    }

    @Test
    void aRunCutWithinTheIntervalGoesOnWithTheSameBits() {
        Prepared run = generation("ddim", 5, 0.4, 0.8);
        List<LatentState> uncut = run.states().collectList().block();
        List<LatentState> rest = run.statesAfter(uncut.get(2)).collectList().block();
        assertThat(rest).isEqualTo(uncut.subList(3, 5));
    }

    private Prepared generation(String scheduler, int steps, double from, double to) {
        GenerationRequest request = FakePipelines.request(scheduler, steps)
                .prompt("prompt")
                .negativePrompt("negative")
                .guidance(3.0)
                .width(8)
                .height(8)
                .build();
        Parts parts = FakePipelines.parts(denoiser, new LengthConditioner());
        Prepared run = new Preparation(parts)
                .of(ResolvedRequest.of(request, parts.info()))
                .block();
        Generation all = run.generation();
        Guidance interval = Guidance.classifierFree(3, 0, from, to);
        Generation some = new Generation(
                all.denoiser(),
                all.conditioning(),
                interval,
                all.plan(),
                all.noise(),
                all.modelInput(),
                all.blend(),
                all.schedule(),
                all.plans(),
                all.spans());
        return new Prepared(some, run.start(), run.plans());
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
