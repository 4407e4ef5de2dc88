package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LatentState;
import dev.demist.SchedulerChoice;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Which calls are full passes (F; K if their features are kept) and which are shallow (S), with their rows. */
final class ReuseStepsTest {

    private final RecordingDenoiser denoiser = new RecordingDenoiser();
    private final EnginePipeline pipeline = FakePipelines.reusing(denoiser, new LengthConditioner());

    @Test
    void everyMultipleIsAFullPass() {
        pipeline.denoise(request("ddim", 7).reuse(3).build()).blockLast();
        assertThat(denoiser.calls).containsExactly("K1", "S1", "S1", "K1", "S1", "S1", "F1");
    }

    @Test
    void withoutReuseEveryPassIsFullAndNothingIsKept() {
        pipeline.denoise(request("ddim", 3).reuse(1).build()).blockLast();
        assertThat(denoiser.calls).containsExactly("F1", "F1", "F1");
    }

    @Test
    void allCallsOfAFullStepAreFull() {
        pipeline.denoise(request("heun", 4).reuse(2).build()).blockLast();
        assertThat(denoiser.calls).containsExactly("F1", "K1", "S1", "S1", "F1", "K1", "S1");
    }

    @Test
    void aStepOfAnotherNumberOfRowsIsAFullPass() {
        pipeline.denoise(request("ddim", 6)
                        .reuse(3)
                        .guidance(3.0)
                        .guidanceFrom(0.2)
                        .guidanceTo(0.7)
                        .build())
                .blockLast();
        assertThat(denoiser.calls).containsExactly("K1", "K2", "S2", "K2", "K1", "S1");
    }

    @Test
    void aRunThatBeginsAtAShallowStateComputesItsFullPassAgain() {
        GenerationRequest request = request("ddim", 6).reuse(3).build();
        List<LatentState> uncut = pipeline.denoise(request).collectList().block();
        denoiser.calls.clear();
        StepVerifier.create(pipeline.resume(request, uncut.get(1)))
                .expectNextSequence(uncut.subList(2, 6))
                .verifyComplete();
        assertThat(denoiser.calls).containsExactly("K1", "S1", "K1", "S1", "S1");
    }

    @Test
    void aStateOfARunWithoutReuseIsFollowedByAFullPass() {
        LatentState exact =
                pipeline.denoise(request("ddim", 6).build()).elementAt(3).block();
        denoiser.calls.clear();
        pipeline.resume(request("ddim", 6).reuse(3).build(), exact).blockLast();
        assertThat(denoiser.calls).containsExactly("K1", "S1");
    }

    @Test
    void aStateOfAnotherSchedulerIsFollowedByAFullPass() {
        GenerationRequest request = request("ddim", 10).reuse(5).build();
        LatentState shallow = pipeline.denoise(request).elementAt(0).block();
        denoiser.calls.clear();
        GenerationRequest fork =
                request.toBuilder().scheduler(SchedulerChoice.of("euler")).build();
        pipeline.resume(fork, shallow).blockLast();
        assertThat(denoiser.calls.get(0)).isEqualTo("K1");
    }

    @Test
    void noneIsComputedBeforeItIsRequested() {
        StepVerifier.create(pipeline.denoise(request("ddim", 6).reuse(3).build()), 2)
                .expectNextCount(2)
                .then(() -> assertThat(denoiser.calls).containsExactly("K1", "S1"))
                .thenCancel()
                .verify();
    }

    @Test
    void aModelWithoutDeepFeaturesRefusesIt() {
        EnginePipeline plain = FakePipelines.of(denoiser);
        GenerationRequest request = FakePipelines.request("ddim", 3).reuse(2).build();
        StepVerifier.create(plain.denoise(request))
                .verifyErrorSatisfies(
                        e -> assertThat(e).hasMessageContaining("reuse").hasMessageContaining("fake"));
        StepVerifier.create(plain.denoise(request.toBuilder().reuse(1).build()))
                .expectNextCount(3)
                .verifyComplete();
    }

    private static GenerationRequestBuilder request(String scheduler, int steps) {
        return FakePipelines.request(scheduler, steps).prompt("prompt").guidance(1.0);
    }

    /** Its features are its samples, of which a shallow pass adds a little to its answer. */
    private static final class RecordingDenoiser implements Denoiser {

        private final CountingDenoiser counting = new CountingDenoiser();
        private final List<String> calls = new ArrayList<>();

        @Override
        public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
            Tensor features = conditioning.get(Conditioning.DEEP).orElse(null);
            return answer(features == null ? "F" : "S", sample, timesteps, conditioning)
                    .map(it -> features == null ? it : Tensor.weightedSum(1, it, 0.1, features));
        }

        @Override
        public Mono<DeepPrediction> predictDeep(Tensor sample, double[] timesteps, Conditioning conditioning) {
            return answer("K", sample, timesteps, conditioning).map(it -> new DeepPrediction(it, sample));
        }

        private Mono<Tensor> answer(String kind, Tensor sample, double[] timesteps, Conditioning conditioning) {
            return Mono.defer(() -> {
                calls.add(kind + sample.size(0));
                return counting.predict(sample, timesteps, conditioning);
            });
        }

        @Override
        public DenoiserShape shape() {
            return counting.shape();
        }

        @Override
        public void close() {}
    }
}
