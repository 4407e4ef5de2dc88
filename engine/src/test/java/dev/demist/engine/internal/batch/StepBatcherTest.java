package dev.demist.engine.internal.batch;

import static dev.demist.engine.internal.batch.Run.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Caller;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class StepBatcherTest {

    private final FakeDenoiser model = new FakeDenoiser();
    private final StepBatcher batcher = new StepBatcher(model, upTo(8), ObservationRegistry.NOOP);

    @Test
    void nothingIsComputedBeforeSomebodySubscribes() {
        Run.of("ann").predict(batcher, Run.of("ann").start(), 0);
        assertThat(model.calls).isEmpty();
    }

    @Test
    void aLoneStepStartsAtOnce() {
        StepVerifier.create(Run.of("ann").predict(batcher, Run.of("ann").start(), 0))
                .then(() -> assertThat(model.calls).containsExactly(1))
                .then(model::complete)
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void stepsThatComeDuringACallJoinTheNext() {
        start(new Run("ann", 1, 1, 2), new Run("bob", 2, 2, 2), new Run("cem", 3, 1, 2));
        assertThat(model.calls).containsExactly(1);
        model.complete();
        assertThat(model.calls).containsExactly(1, 3);
    }

    @Test
    void batchedIsAloneBitByBit() {
        List<Run> runs = List.of(
                new Run("ann", 1, 1, 2), new Run("bob", 2, 2, 2), new Run("bob", 3, 1, 4), new Run("cem", 4, 2, 2));
        List<Tensor> batched = new ArrayList<>();
        runs.forEach(run -> run.steps(batcher, 5).last().subscribe(batched::add));
        completeAll();
        assertThat(model.calls).hasSizeLessThan(20);
        for (Run run : runs) {
            Tensor sample = run.start();
            for (int step = 0; step < 5; step++) {
                double[] timesteps = new double[run.rows()];
                java.util.Arrays.fill(timesteps, 1000 - step);
                sample = FakeDenoiser.answer(
                        sample, timesteps, Conditioning.text(Tensor.full(run.seed(), run.rows(), 1, 3)));
            }
            assertThat(batched).contains(sample);
        }
    }

    @Test
    void otherSizesWaitTheirTurn() {
        start(Run.of("ann"), new Run("bob", 1, 1, 4), new Run("cem", 2, 1, 2), new Run("dot", 3, 1, 4));
        model.complete();
        model.complete();
        assertThat(model.calls).containsExactly(1, 2, 1);
    }

    @Test
    void aCallHasNoMoreRowsThanAllowed() {
        StepBatcher narrow = new StepBatcher(model, upTo(4), ObservationRegistry.NOOP);
        for (int i = 0; i < 6; i++) {
            new Run("ann", i, 2, 2)
                    .predict(narrow, new Run("ann", i, 2, 2).start(), 0)
                    .subscribe();
        }
        completeAll();
        assertThat(model.calls).containsExactly(2, 4, 4, 2);
    }

    @Test
    void aStepOfMoreRowsThanAllowedGoesAlone() {
        start(Run.of("ann"), new Run("bob", 1, 9, 2), Run.of("cem"));
        completeAll();
        assertThat(model.calls).containsExactly(1, 9, 1);
    }

    @Test
    void aCancelledStepIsNotComputed() {
        start(Run.of("ann"));
        Disposable cancelled =
                Run.of("bob").predict(batcher, Run.of("bob").start(), 0).subscribe();
        start(Run.of("cem"));
        cancelled.dispose();
        completeAll();
        assertThat(model.calls).containsExactly(1, 1);
        assertThat(batcher.users()).isZero();
    }

    @Test
    void cancellingAStepInFlightLeavesItsNeighboursAlone() {
        start(Run.of("ann"));
        Disposable cancelled =
                Run.of("bob").predict(batcher, Run.of("bob").start(), 0).subscribe();
        StepVerifier.create(Run.of("cem").predict(batcher, Run.of("cem").start(), 0))
                .then(model::complete)
                .then(cancelled::dispose)
                .then(model::complete)
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void anErrorReachesAllThatShareTheCallAndNobodyElse() {
        List<Throwable> errors = new ArrayList<>();
        start(Run.of("ann"));
        for (String user : List.of("bob", "cem")) {
            Run.of(user).predict(batcher, Run.of(user).start(), 0).subscribe(it -> {}, errors::add);
        }
        model.complete();
        start(Run.of("dot"));
        model.fail(new DemistException(ErrorCode.ENGINE_FAILED, "on purpose"));
        assertThat(errors).hasSize(2).allMatch(error -> "on purpose".equals(error.getMessage()));
        assertThat(model.calls).containsExactly(1, 2, 1);
    }

    @Test
    void aStepThatDoesNotFitTogetherFailsAlone() {
        start(Run.of("ann"));
        StepVerifier.create(batcher.predict(Tensor.zeros(2, 1, 2, 2), new double[] {1}, Conditioning.NONE))
                .verifyErrorMessage("1 timesteps for 2 rows");
        Conditioning wrong = Conditioning.text(Tensor.zeros(1, 1, 3));
        StepVerifier.create(batcher.predict(Tensor.zeros(2, 1, 2, 2), new double[2], wrong))
                .verifyErrorMatches(error -> error.getMessage().contains("2 rows"));
    }

    @Test
    void closingFailsWhatWaitsAndLetsTheCallInFlightEnd() {
        List<Tensor> answers = new ArrayList<>();
        Run.of("ann").predict(batcher, Run.of("ann").start(), 0).subscribe(answers::add);
        StepVerifier.create(Run.of("bob").predict(batcher, Run.of("bob").start(), 0))
                .then(batcher::close)
                .verifyErrorMatches(error -> ((DemistException) error).code() == ErrorCode.ENGINE_FAILED);
        assertThat(model.closed).isTrue();
        model.complete();
        assertThat(answers).hasSize(1);
        StepVerifier.create(Run.of("cem").predict(batcher, Run.of("cem").start(), 0))
                .verifyErrorMatches(error -> ((DemistException) error).code() == ErrorCode.ENGINE_FAILED);
    }

    @Test
    void stepsWithOtherInputsStayApart() {
        Run run = Run.of("ann");
        start(run);
        Conditioning text = Conditioning.text(Tensor.full(1, 1, 1, 3));
        Conditioning more = text.with("text_embeds", Tensor.full(1, 1, 4));
        for (Conditioning conditioning : List.of(text, more, text)) {
            batcher.predict(run.start(), new double[] {1}, conditioning).subscribe();
        }
        model.complete();
        model.complete();
        assertThat(model.calls).containsExactly(1, 2, 1);
    }

    @Test
    void aModelThatAnswersAtOnceDoesNotRecurse() {
        CallableDenoiser sync = new CallableDenoiser();
        StepBatcher onSync = new StepBatcher(sync, upTo(8), ObservationRegistry.NOOP);
        StepVerifier.create(Run.of("ann").steps(onSync, 20_000).count())
                .expectNext(20_000L)
                .verifyComplete();
        StepVerifier.create(Flux.range(0, 8)
                        .flatMap(i -> new Run("u" + i, i, 1, 2).steps(onSync, 100))
                        .count())
                .expectNext(800L)
                .verifyComplete();
    }

    @Test
    void tellsTheShapeOfItsDenoiser() {
        assertThat(batcher.shape()).isEqualTo(model.shape());
    }

    @Test
    void needsRoomForARow() {
        assertThatThrownBy(() -> new BatchLimit(0, 4)).hasMessageContaining("batch floor: 0");
        assertThatThrownBy(() -> new BatchLimit(4, 2)).hasMessageContaining("batch ceiling: 2");
    }

    private void start(Run... runs) {
        for (Run run : runs) {
            Mono<Tensor> step = run.predict(batcher, run.start(), 0);
            step.contextWrite(Caller.of(run.user())).subscribe();
        }
    }

    private void completeAll() {
        for (int done = -1; done < model.calls.size(); ) {
            done = model.calls.size();
            model.complete();
        }
    }
}
