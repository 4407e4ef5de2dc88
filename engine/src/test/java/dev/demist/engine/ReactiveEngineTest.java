package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

final class ReactiveEngineTest {

    private static Engine engine;
    private static ReactiveEngine reactive;

    @BeforeAll
    static void start() {
        engine = Engine.builder().starting().block();
        reactive = engine.reactive();
    }

    @AfterAll
    static void stop() {
        reactive.close().block();
    }

    @Test
    void whatBlocksHappensElsewhereWhenItIsSubscribedTo() {
        Mono<String> thread =
                reactive.info("emoji").map(info -> Thread.currentThread().getName());

        StepVerifier.create(thread)
                .expectNextMatches(name -> name.startsWith("boundedElastic"))
                .verifyComplete();
        StepVerifier.create(reactive.models()).expectNext(engine.models()).verifyComplete();
    }

    @Test
    void everyMethodAnswersAsTheOneThatBlocks() {
        Checkpoint emoji = engine.find("emoji");

        StepVerifier.create(reactive.find("emoji")).expectNext(emoji).verifyComplete();
        StepVerifier.create(reactive.info("mine", emoji))
                .expectNext(engine.info("mine", emoji))
                .verifyComplete();
        StepVerifier.create(reactive.inspect(emoji).map(Object::toString))
                .expectNext(engine.inspect(emoji).toString())
                .verifyComplete();
        StepVerifier.create(reactive.placement(emoji))
                .expectNext(engine.placement(emoji))
                .verifyComplete();
        StepVerifier.create(reactive.onDemand("mine", emoji).map(it -> it.info().name()))
                .expectNext("mine")
                .verifyComplete();
        StepVerifier.create(Mono.usingWhen(
                        reactive.parts(emoji),
                        parts -> Mono.just(parts.describe().size()),
                        parts -> Mono.fromRunnable(parts::close)))
                .expectNextMatches(size -> size > 3)
                .verifyComplete();
    }

    @Test
    void anOpenedPipelineKeepsItsNetworksOpenUntilItIsClosed() {
        Mono<Integer> open = Mono.usingWhen(
                reactive.open("emoji"), it -> reactive.openModels().map(Map::size), it -> Mono.fromRunnable(it::close));

        StepVerifier.create(open).expectNext(1).verifyComplete();
        assertThat(engine.openNetworks()).isEmpty();
    }

    @Test
    void whatIsRefusedIsAnErrorSignal() {
        StepVerifier.create(reactive.open("nope")).verifyError(DemistException.class);
        StepVerifier.create(Engine.builder()
                        .batch(2, 4)
                        .threads(1)
                        .closeOnExit(false)
                        .starting()
                        .flatMap(other -> other.reactive().close()))
                .verifyComplete();
    }

    @Test
    void modelsAreLookedForWithTheGivenClassLoader() throws Exception {
        try (URLClassLoader nothing = new URLClassLoader(new URL[0], null);
                Engine blind = Engine.builder().classLoader(nothing).start()) {
            assertThat(blind.schedulers()).isEmpty();
            assertThat(blind.models()).doesNotContain("emoji");
        }
    }

    @Test
    void whatComesAfterTheCancellationIsFreed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        Mono<String> opening = ReactiveEngine.kept(
                () -> {
                    begun.countDown();
                    awaitWhateverInterrupts(cancelled);
                    return "opened";
                },
                String.class,
                it -> freed.countDown());

        Disposable subscriber = opening.subscribe();
        begun.await();
        subscriber.dispose();
        cancelled.countDown();
        freed.await();
    }

    private static void awaitWhateverInterrupts(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            awaitWhateverInterrupts(latch);
        }
    }
}
