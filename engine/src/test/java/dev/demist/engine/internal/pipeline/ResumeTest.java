package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.SchedulerChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

/** Rewind, fork and recovery: a state is all that is needed to go on. */
final class ResumeTest {

    private final CountingDenoiser denoiser = new CountingDenoiser();
    private final EnginePipeline pipeline = FakePipelines.of(denoiser);

    @ParameterizedTest
    @MethodSource("dev.demist.engine.internal.pipeline.FakePipelines#schedulerNames")
    void cutAtAnyStepAndReadFromBytesGivesTheSameBits(String scheduler) {
        GenerationRequest request = FakePipelines.request(scheduler, 6).build();
        List<LatentState> uncut = pipeline.denoise(request).collectList().block();
        assertThat(uncut).isNotEmpty();
        for (LatentState cut : uncut) {
            LatentState read = LatentStates.read(LatentStates.write(cut));
            assertThat(read).isEqualTo(cut);
            List<LatentState> rest =
                    pipeline.resume(request, read).collectList().block();
            assertThat(rest).isEqualTo(uncut.subList(cut.call(), uncut.size()));
        }
    }

    @Test
    void everyBuiltInSchedulerIsCut() {
        assertThat(FakePipelines.schedulerNames()).hasSizeGreaterThanOrEqualTo(26);
    }

    @ParameterizedTest
    @MethodSource("forks")
    void aForkSharesThePrefix(GenerationRequest fork) {
        EnginePipeline text = FakePipelines.steered(denoiser, new LengthConditioner());
        GenerationRequest request =
                FakePipelines.request("euler-a", 10).prompt("a prompt").build();
        LatentState fourth = text.denoise(request).elementAt(3).block();
        LatentState last = text.resume(request, fourth).blockLast();
        denoiser.calls.set(0);
        LatentState forked = text.resume(fork, fourth).blockLast();
        assertThat(denoiser.calls).hasValue(6);
        assertThat(forked.scheduler().sample()).isNotEqualTo(last.scheduler().sample());
        assertThat(forked.isLast()).isTrue();
    }

    static Stream<GenerationRequest> forks() {
        GenerationRequestBuilder[] changed = new GenerationRequestBuilder[5];
        Arrays.setAll(changed, i -> FakePipelines.request("euler-a", 10).prompt("a prompt"));
        return Stream.of(
                        changed[0].scheduler(SchedulerChoice.of("euler")),
                        changed[1].prompt("another prompt"),
                        changed[2].negativePrompt("without this").guidance(3.0),
                        changed[3].guidance(7.5),
                        changed[4].seed(8L))
                .map(GenerationRequestBuilder::build);
    }

    @Test
    void resumingComputesOnlyWhatIsLeft() {
        GenerationRequest request = FakePipelines.request("ddim", 10).build();
        LatentState seventh = pipeline.denoise(request).elementAt(6).block();
        denoiser.calls.set(0);
        StepVerifier.create(pipeline.resume(request, seventh))
                .expectNextCount(3)
                .verifyComplete();
        assertThat(denoiser.calls).hasValue(3);
    }

    @ParameterizedTest
    @MethodSource("dev.demist.engine.internal.pipeline.FakePipelines#denoisingSchedulerNames")
    void anotherSchedulerTakesOverWhereTheNoiseIsNotHigher(String scheduler) {
        LatentState from = pipeline.denoise(FakePipelines.request("ddim", 10).build())
                .elementAt(4)
                .block();
        List<LatentState> fork = pipeline.resume(
                        FakePipelines.request(scheduler, 12).build(), from)
                .collectList()
                .block();
        assertThat(fork).isNotEmpty().allMatch(state -> state.noiseLevel() <= from.noiseLevel() * 1.0001);
        assertThat(fork.get(fork.size() - 1).isLast()).isTrue();
    }

    @Test
    void aStateOfAnotherSizeIsRefusedBeforeAnythingIsComputed() {
        LatentState from =
                pipeline.denoise(FakePipelines.request("ddim", 10).build()).blockFirst();
        GenerationRequest wider = FakePipelines.request("ddim", 10)
                .width(2 * pipeline.info().width())
                .build();
        denoiser.calls.set(0);
        assertThatThrownBy(() -> pipeline.resolve(wider, from).block())
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("from")
                .hasMessageContaining(Arrays.toString(from.scheduler().sample().shape()));
        StepVerifier.create(pipeline.resume(wider, from)).verifyError(DemistException.class);
        assertThat(denoiser.calls).hasValue(0);
    }

    @Test
    void anotherNumberOfStepsOfTheSameSchedulerTakesOverToo() {
        LatentState from = pipeline.denoise(FakePipelines.request("ddim", 10).build())
                .elementAt(4)
                .block();
        List<LatentState> fork = pipeline.resume(
                        FakePipelines.request("ddim", 20).build(), from)
                .collectList()
                .block();
        assertThat(fork).hasSize(9);
    }

    @Test
    void aSchedulerThatHasNoStepLeftIsRefused() {
        LatentState from = pipeline.denoise(FakePipelines.request("ddim", 10).build())
                .elementAt(4)
                .block();
        StepVerifier.create(pipeline.resume(
                        FakePipelines.request("ddim-inverse", 10).build(), from))
                .verifyErrorSatisfies(e -> assertThat(e).hasMessageContaining("ddim-inverse"));
    }

    @Test
    void anOverriddenKeyMakesAnotherScheduler() {
        GenerationRequest plain = FakePipelines.request("euler", 10).build();
        GenerationRequest karras = plain.toBuilder()
                .scheduler(new SchedulerChoice("euler", Map.of("use_karras_sigmas", true)))
                .build();
        LatentState from = pipeline.denoise(plain).elementAt(4).block();
        assertThat(pipeline.resume(karras, from).blockLast())
                .isNotEqualTo(pipeline.resume(plain, from).blockLast());
    }

    @Test
    void aForkWithAnotherSeedDrawsOtherNoise() {
        GenerationRequest request = FakePipelines.request("euler-a", 10).build();
        LatentState from = pipeline.denoise(request).elementAt(4).block();
        GenerationRequest other = request.toBuilder().seed(8L).build();
        assertThat(pipeline.resume(other, from).blockLast())
                .isNotEqualTo(pipeline.denoise(request).blockLast());
    }

    @Test
    void theLastStateHasNoSuccessor() {
        GenerationRequest request = FakePipelines.request("ddim", 3).build();
        LatentState last = pipeline.denoise(request).blockLast();
        StepVerifier.create(pipeline.resume(request, last)).verifyComplete();
    }

    @Test
    void aStateOfAnotherSizeIsRefusedWithBothSizes() {
        GenerationRequest request = FakePipelines.request("ddim", 3).build();
        LatentState small = pipeline.denoise(request).blockFirst();
        GenerationRequest large = request.toBuilder().width(16).build();
        StepVerifier.create(pipeline.resume(large, small)).verifyErrorSatisfies(e -> assertThat(e)
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("[1, 3, 8, 8]")
                .hasMessageContaining("[1, 3, 8, 16]"));
    }
}
