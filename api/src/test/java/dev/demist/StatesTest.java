package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class StatesTest {

    private final TestStates source = new TestStates();

    static Stream<Function<Flux<LatentState>, ? extends Flux<?>>> operators() {
        return Stream.of(
                States.every(1),
                States.every(3),
                States.untilSettled(0.1),
                States.previews(new TestPipeline(Duration.ZERO), PreviewQuality.LINEAR),
                States.journal(new MemoryJournal()));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void withoutDemandNothingIsComputed(Function<Flux<LatentState>, Flux<?>> operator) {
        StepVerifier.create(operator.apply(source.of(10)), 0)
                .expectSubscription()
                .then(() -> assertThat(source.computed).hasValue(0))
                .thenCancel()
                .verify();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void errorsPass(Function<Flux<LatentState>, Flux<?>> operator) {
        StepVerifier.create(operator.apply(source.failing()).ignoreElements()).verifyErrorMessage("on purpose");
    }

    @ParameterizedTest
    @MethodSource("operators")
    void cancelReachesTheSource(Function<Flux<LatentState>, Flux<?>> operator) {
        AtomicBoolean cancelled = new AtomicBoolean();
        StepVerifier.create(operator.apply(source.of(10).doOnCancel(() -> cancelled.set(true))), 1)
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(cancelled).isTrue();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void oneOperatorServesManyStreams(Function<Flux<LatentState>, Flux<?>> operator) {
        Flux<?> states = operator.apply(source.of(10));
        StepVerifier.create(Flux.zip(states.count(), states.count()))
                .assertNext(counts -> assertThat(counts.getT1()).isPositive().isEqualTo(counts.getT2()))
                .verifyComplete();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void unboundedDemandRunsToTheEnd(Function<Flux<LatentState>, Flux<?>> operator) {
        StepVerifier.create(operator.apply(source.of(10)).then()).verifyComplete();
        assertThat(source.computed.get()).isBetween(7, 10);
    }

    @Test
    void everyPassesEachKthStepAndTheLast() {
        assertSteps(source.of(10).transform(States.every(4)), 4, 8, 10);
        assertSteps(source.of(8).transform(States.every(4)), 4, 8);
        assertSteps(source.of(3).transform(States.every(4)), 3);
        assertSteps(source.of(0).transform(States.every(4)));
    }

    @Test
    void everyPassesTheLastOfAStreamThatEndsEarly() {
        assertSteps(source.of(10).takeUntil(it -> it.call() == 6).transform(States.every(4)), 4, 6);
    }

    @Test
    void everyComputesNoStepAheadOfDemand() {
        StepVerifier.create(source.of(10).transform(States.every(4)), 0)
                .thenRequest(1)
                .assertNext(state -> assertThat(state.call()).isEqualTo(4))
                .then(() -> assertThat(source.computed).hasValue(4))
                .thenRequest(1)
                .assertNext(state -> assertThat(state.call()).isEqualTo(8))
                .then(() -> assertThat(source.computed).hasValue(8))
                .thenRequest(Long.MAX_VALUE)
                .assertNext(state -> assertThat(state.call()).isEqualTo(10))
                .verifyComplete();
    }

    @Test
    void everyRefusesLessThanOne() {
        assertThatThrownBy(() -> States.every(0))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("every: 0");
    }

    @Test
    void untilSettledEndsWithTheFirstStateThatChangedLittle() {
        Flux<LatentState> halving = source.of(10).map(state -> {
            Tensor clean = Tensor.full((float) Math.pow(2, -state.call()), 1, 1, 1, 1);
            SchedulerState scheduler = new SchedulerState(state.call(), 0, clean, clean, List.of());
            return new LatentState(state.call(), 10, 0, 0, state.schedule(), scheduler);
        });
        assertSteps(halving.transform(States.untilSettled(0.1)), 1, 2, 3, 4);
        assertThat(source.computed).hasValue(4);
    }

    private static void assertSteps(Flux<LatentState> states, Integer... steps) {
        StepVerifier.create(states.map(LatentState::call).collectList())
                .expectNext(List.of(steps))
                .verifyComplete();
    }
}
