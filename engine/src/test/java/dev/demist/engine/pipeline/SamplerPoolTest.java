package dev.demist.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;

final class SamplerPoolTest {

    /** Each value's stream is cancelled by {@code take} while its subscriber is still at work. */
    @Test
    void cancellingNeverInterruptsWhoeverGotTheResult() {
        Queue<String> interrupted = new ConcurrentLinkedQueue<>();
        try (SamplerPool pool = new SamplerPool(Duration.ofSeconds(30))) {
            Flux<Integer> results = Flux.range(0, 2000)
                    .flatMap(i -> pool.call("fake", () -> i).flux().take(1).doOnComplete(() -> check(interrupted)), 8);
            StepVerifier.create(results).expectNextCount(2000).expectComplete().verify(Duration.ofSeconds(60));
        }
        assertThat(interrupted).isEmpty();
    }

    @Test
    void whatASlowSamplerSaysWhenItIsWokenIsNotLoggedAsAnErrorThatNobodyHeard() throws InterruptedException {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Hooks.onErrorDropped(dropped::add);
        CompletableFuture<Thread> sampler = new CompletableFuture<>();
        Duration limit = Duration.ofSeconds(30);
        try (SamplerPool pool = new SamplerPool(limit)) {
            StepVerifier.withVirtualTime(() -> pool.call("fake", () -> waitForEver(sampler)))
                    .expectSubscription()
                    .then(sampler::join)
                    .thenAwait(limit)
                    .expectErrorMessage("scheduler fake did not answer within 30000 ms")
                    .verify();
        } finally {
            // Its thread ends with the pool, and so after whatever it had to say.
            sampler.join().join();
            Hooks.resetOnErrorDropped();
        }
        assertThat(dropped).isEmpty();
    }

    private static int waitForEver(CompletableFuture<Thread> sampler) throws InterruptedException {
        sampler.complete(Thread.currentThread());
        new CountDownLatch(1).await();
        return 0;
    }

    private static void check(Queue<String> interrupted) {
        Thread thread = Thread.currentThread();
        if (thread.getName().startsWith("demist-sampler") || thread.isInterrupted()) {
            interrupted.add(thread.getName());
        }
    }
}
