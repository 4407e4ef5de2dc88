package dev.demist.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Caller;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.scheduler.SchedulerProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What models promise, wherever they are. */
abstract class ModelsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final ToyModels toy = new ToyModels();

    /** The toy's models as they are to be tested. */
    abstract Models models();

    private Pipeline pipeline() {
        return models().open("toy");
    }

    private static ResolvedRequest resolved(String prompt, int steps) {
        return ResolvedRequest.of(ToyModels.request(prompt, steps), new ToyModels().info("toy"));
    }

    @Test
    void statesAreThoseOfTheModelToTheLastBit() {
        List<LatentState> expected = new ToyModels()
                .open("toy")
                .denoise(resolved("apple", 12))
                .collectList()
                .block(PATIENCE);
        List<LatentState> states =
                pipeline().denoise(resolved("apple", 12)).collectList().block(PATIENCE);

        assertThat(states).hasSize(12);
        assertThat(states.stream().map(LatentStates::write))
                .containsExactlyElementsOf(
                        expected.stream().map(LatentStates::write).toList());
    }

    @Test
    void aStateThatIsAskedForIsOneEvaluation() {
        StepVerifier.create(pipeline().denoise(resolved("apple", 12)), 0)
                .thenRequest(1)
                .assertNext(state -> assertThat(state.call()).isEqualTo(1))
                .then(() -> assertThat(toy.evaluations).hasValue(1))
                .thenRequest(2)
                .expectNextCount(2)
                .then(() -> assertThat(toy.evaluations).hasValue(3))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void aRunGoesOnFromAState() {
        List<LatentState> all =
                pipeline().denoise(resolved("apple", 6)).collectList().block(PATIENCE);

        StepVerifier.create(pipeline().resume(resolved("apple", 6), all.get(3)))
                .expectNext(all.get(4), all.get(5))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void aFailureKeepsItsCodeItsFieldAndItsWords() {
        StepVerifier.create(pipeline().denoise(resolved("fail", 6)))
                .expectNextCount(2)
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOfSatisfying(DemistException.class, known -> {
                    assertThat(known.code()).isEqualTo(ErrorCode.SCHEDULER_FAILED);
                    assertThat(known.field()).isEqualTo("scheduler");
                    assertThat(known).hasMessage("scheduler: it fails");
                }))
                .verify(PATIENCE);
    }

    @Test
    void aStreamThatIsCancelledEndsItsSteps() {
        toy.allow(2);
        StepVerifier.create(pipeline().denoise(resolved("apple", 6)))
                .expectNextCount(2)
                .thenCancel()
                .verify(PATIENCE);

        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> toy.cancelled.get() == 1)
                .blockLast(PATIENCE);
    }

    @Test
    void theCallerGoesWithTheSteps() {
        Caller caller = new Caller("ann", 2.5, 3);
        pipeline().denoise(resolved("apple", 2)).contextWrite(caller).blockLast(PATIENCE);

        assertThat(toy.callers).containsExactly(caller);
    }

    @Test
    void aRequestIsResolvedAndItsPictureStays() {
        Picture start = new Picture(16, 16, new byte[16 * 16 * 3]);
        GenerationRequest asked = GenerationRequest.builder("apple")
                .model("toy")
                .seed(1L << 40)
                .image(start)
                .build();

        ResolvedRequest resolved = pipeline().resolve(asked).block(PATIENCE);
        assertThat(resolved.steps()).isEqualTo(10);
        assertThat(resolved.seed()).isEqualTo(1L << 40);
        assertThat(resolved.start().image()).isSameAs(start);
    }

    @Test
    void aRequestThatDoesNotFitAStateIsRefused() {
        LatentState state = pipeline().denoise(resolved("apple", 6)).blockFirst(PATIENCE);

        StepVerifier.create(pipeline().resolve(ToyModels.request("apple", 7), state))
                .expectErrorSatisfies(
                        e -> assertThat(((DemistException) e).field()).isEqualTo("steps"))
                .verify(PATIENCE);
    }

    @Test
    void picturesAreThoseOfTheModel() {
        LatentState state = pipeline().denoise(resolved("apple", 6)).blockFirst(PATIENCE);
        Pipeline there = new ToyModels().open("toy");

        assertThat(pipeline().preview(state, PreviewQuality.LINEAR).block(PATIENCE))
                .isEqualTo(there.preview(state, PreviewQuality.LINEAR).block(PATIENCE));
        assertThat(pipeline().decode(state).block(PATIENCE))
                .isEqualTo(there.decode(state).block(PATIENCE));
        assertThat(toy.previews).hasValue(2);
    }

    @Test
    void scheduleAndWarningsAreTold() {
        assertThat(pipeline().schedule(resolved("apple", 3)).block(PATIENCE).timesteps())
                .containsExactly(2.0, 1.0, 0.0);
        assertThat(pipeline().warnings(resolved("apple", 3)).block(PATIENCE)).containsExactly("crayon fits in part");
    }

    @Test
    void whatThereIsIsListed() {
        assertThat(models().names()).containsExactly("toy");
        assertThat(models().info("toy")).isEqualTo(toy.info("toy"));
        assertThat(models().additions()).isEqualTo(toy.additions());
        assertThat(models().schedulers())
                .usingElementComparator((a, b) -> a.name().compareTo(b.name())
                        + a.label().compareTo(b.label())
                        + a.description().compareTo(b.description()))
                .containsExactlyElementsOf(toy.schedulers());
        assertThat(models().schedulers().get(0).options())
                .hasSameSizeAs(toy.schedulers().get(0).options());
        assertThat(models().schedulers().stream().map(SchedulerProvider::diffusersNames))
                .containsExactlyElementsOf(toy.schedulers().stream()
                        .map(SchedulerProvider::diffusersNames)
                        .toList());
    }

    @Test
    void anUnknownModelIsRefusedByName() {
        assertThatThrownBy(() -> models().open("other")
                        .resolve(ToyModels.request("apple", 3))
                        .block(PATIENCE))
                .isInstanceOfSatisfying(DemistException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_MODEL);
                    assertThat(e).hasMessageContaining("other");
                });
    }

    @Test
    void openingsAreTold() {
        Opening opening = new Opening("toy", "unet", 0, 1);
        StepVerifier.create(models().openings())
                .then(() -> toy.openings.tryEmitNext(opening))
                .expectNext(opening)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void aModelThatIsWarmIsOpen() {
        models().warmUp("toy");

        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> models().opened().equals(Map.of("toy", 1000L)))
                .blockLast(PATIENCE);
    }
}
