package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** One requested state is one model evaluation. */
final class DemandTest {

    private final CountingDenoiser denoiser = new CountingDenoiser();
    private final Flux<LatentState> states =
            FakePipelines.of(denoiser).denoise(FakePipelines.request("ddim", 10).build());

    @Test
    void withoutDemandNothingRuns() {
        StepVerifier.create(states, 0)
                .expectSubscription()
                .then(() -> ran(0))
                .thenCancel()
                .verify();
        ran(0);
    }

    @Test
    void threeRequestedStatesAreThreeEvaluations() {
        StepVerifier.create(states, 0)
                .thenRequest(3)
                .expectNextCount(3)
                .then(() -> ran(3))
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> ran(4))
                .thenCancel()
                .verify();
        ran(4);
    }

    @Test
    void aCancelledStreamStopsWithinOneStep() {
        StepVerifier.create(states.take(4)).expectNextCount(4).verifyComplete();
        ran(4);
    }

    @Test
    void unboundedDemandRunsToTheEnd() {
        StepVerifier.create(states.map(LatentState::call))
                .expectNext(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                .verifyComplete();
        ran(10);
    }

    @Test
    void eachSubscriptionIsAGenerationOfItsOwnWithTheSameBits() {
        LatentState one = states.blockLast();
        LatentState other = states.blockLast();
        assertThat(one).isEqualTo(other);
        ran(20);
    }

    @Test
    void aThousandStepsNeedNoDeepStack() {
        GenerationRequest request = FakePipelines.request("ddim", 1000).build();
        StepVerifier.create(FakePipelines.of(denoiser).denoise(request))
                .expectNextCount(1000)
                .verifyComplete();
    }

    @Test
    void aHundredPausedRunsHoldNoThreads() {
        long before = schedulerThreads(); // other tests' pools keep idle threads for a while
        List<BaseSubscriber<LatentState>> paused = new ArrayList<>();
        for (int run = 0; run < 100; run++) {
            CompletableFuture<LatentState> first = new CompletableFuture<>();
            BaseSubscriber<LatentState> one = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(1);
                }

                @Override
                protected void hookOnNext(LatentState state) {
                    first.complete(state);
                }
            };
            states.subscribe(one);
            assertThat(first.orTimeout(60, TimeUnit.SECONDS).join().call()).isEqualTo(1);
            paused.add(one);
        }
        ran(100);
        assertThat(schedulerThreads() - before).isLessThan(50);
        paused.forEach(BaseSubscriber::cancel);
        ran(100);
    }

    private static long schedulerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("demist-scheduler"))
                .count();
    }

    private void ran(int calls) {
        assertThat(denoiser.calls).hasValue(calls);
    }
}
