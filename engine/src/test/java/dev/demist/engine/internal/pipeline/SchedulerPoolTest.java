package dev.demist.engine.internal.pipeline;

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

final class SchedulerPoolTest {

    /** Each value's stream is cancelled by {@code take} while its subscriber is still at work. */
    @Test
    void cancellingNeverInterruptsWhoeverGotTheResult() {
        Queue<String> interrupted = new ConcurrentLinkedQueue<>();
        try (SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30))) {
            Flux<Integer> results = Flux.range(0, 2000)
                    .flatMap(i -> pool.call("fake", () -> i).flux().take(1).doOnComplete(() -> check(interrupted)), 8);
            StepVerifier.create(results).expectNextCount(2000).expectComplete().verify(Duration.ofSeconds(60));
        }
        assertThat(interrupted).isEmpty();
    }

    @Test
    void aSlowSchedulersErrorAfterItsTimeLimitIsNotLogged() throws InterruptedException {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Hooks.onErrorDropped(dropped::add);
        CompletableFuture<Thread> scheduler = new CompletableFuture<>();
        Duration limit = Duration.ofSeconds(30);
        try (SchedulerPool pool = new SchedulerPool(limit)) {
            StepVerifier.withVirtualTime(() -> pool.call("fake", () -> waitForEver(scheduler)))
                    .expectSubscription()
                    .then(scheduler::join)
                    .thenAwait(limit)
                    .expectErrorMessage("scheduler fake did not answer within 30000 ms")
                    .verify();
        } finally {
            // Its thread ends with the pool, and so after whatever it had to say.
            scheduler.join().join();
            Hooks.resetOnErrorDropped();
        }
        assertThat(dropped).isEmpty();
    }

    private static int waitForEver(CompletableFuture<Thread> scheduler) throws InterruptedException {
        scheduler.complete(Thread.currentThread());
        new CountDownLatch(1).await();
        return 0;
    }

    private static void check(Queue<String> interrupted) {
        Thread thread = Thread.currentThread();
        if (thread.getName().startsWith("demist-scheduler") || thread.isInterrupted()) {
            interrupted.add(thread.getName());
        }
    }
}
