package dev.demist.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
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

    private static void check(Queue<String> interrupted) {
        Thread thread = Thread.currentThread();
        if (thread.getName().startsWith("demist-sampler") || thread.isInterrupted()) {
            interrupted.add(thread.getName());
        }
    }
}
