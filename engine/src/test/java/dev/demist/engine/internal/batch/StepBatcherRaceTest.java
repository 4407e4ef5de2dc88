package dev.demist.engine.internal.batch;

import static dev.demist.engine.internal.batch.Run.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

/** Threads against each other: nobody is forgotten, answered twice, or given another's rows. */
class StepBatcherRaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CallableDenoiser model = new CallableDenoiser();
    private final Scheduler engine = Schedulers.newSingle("test-engine", true);
    private final StepBatcher batcher = new StepBatcher(onItsOwnThread(), upTo(8), ObservationRegistry.NOOP);

    @AfterEach
    void stop() {
        engine.dispose();
    }

    @RepeatedTest(200)
    void cancelRacesWithNextAndComplete() {
        FakeDenoiser manual = new FakeDenoiser();
        StepBatcher racing = new StepBatcher(manual, upTo(8), ObservationRegistry.NOOP);
        AtomicInteger answers = new AtomicInteger();
        Run.of("ann").predict(racing, Run.of("ann").start(), 0).subscribe(it -> answers.incrementAndGet());
        var cancelled = Run.of("bob").predict(racing, Run.of("bob").start(), 0).subscribe();
        Run.of("cem").predict(racing, Run.of("cem").start(), 0).subscribe(it -> answers.incrementAndGet());
        RaceTestUtils.race(manual::complete, cancelled::dispose);
        manual.complete();
        assertThat(answers).hasValue(2);
        assertThat(racing.users()).isZero();
    }

    @RepeatedTest(200)
    void submitRacesWithComplete() {
        FakeDenoiser manual = new FakeDenoiser();
        StepBatcher racing = new StepBatcher(manual, upTo(8), ObservationRegistry.NOOP);
        AtomicInteger answers = new AtomicInteger();
        Run.of("ann").predict(racing, Run.of("ann").start(), 0).subscribe(it -> answers.incrementAndGet());
        Mono<Tensor> late = Run.of("bob").predict(racing, Run.of("bob").start(), 0);
        RaceTestUtils.race(manual::complete, () -> late.subscribe(it -> answers.incrementAndGet()));
        manual.complete();
        assertThat(answers).hasValue(2);
    }

    @RepeatedTest(200)
    void closeRacesWithSubmit() {
        StepBatcher racing = new StepBatcher(new FakeDenoiser(), upTo(8), ObservationRegistry.NOOP);
        AtomicInteger ends = new AtomicInteger();
        Run.of("ann").predict(racing, Run.of("ann").start(), 0).subscribe();
        Mono<Tensor> late = Run.of("bob").predict(racing, Run.of("bob").start(), 0);
        RaceTestUtils.race(racing::close, () -> late.subscribe(it -> {}, error -> ends.incrementAndGet()));
        assertThat(ends).hasValue(1);
    }

    @Test
    void aThousandRunsOfWhichATenthIsCancelledLeaveNothingBehind() {
        Flux<Tensor> all = Flux.range(0, 1000)
                .flatMap(
                        i -> {
                            Run run = new Run("user" + i % 7, i, 1 + i % 2, i % 3 == 0 ? 4 : 2);
                            Flux<Tensor> steps = run.steps(batcher, 10).publishOn(Schedulers.parallel(), 1);
                            return i % 10 == 0 ? steps.take(1 + i / 10 % 9).ignoreElements() : steps.last();
                        },
                        64);
        StepVerifier.create(all.count()).expectNext(900L).expectComplete().verify(PATIENCE);
        assertThat(batcher.users()).isZero();
        assertThat(model.inFlight).hasValue(0);
        assertThat(model.overlaps).hasValue(0);
    }

    @Test
    void everyRunOfManyIsItsLoneTwin() {
        List<Run> runs = Flux.range(0, 64)
                .map(i -> new Run("user" + i % 5, i, 1 + i % 2, 2))
                .collectList()
                .blockOptional()
                .orElseThrow();
        Mono<List<Tensor>> together = Flux.fromIterable(runs)
                .flatMapSequential(run -> run.steps(batcher, 20).last().subscribeOn(Schedulers.parallel()), 64)
                .collectList();
        Mono<List<Tensor>> alone = Flux.fromIterable(runs)
                .concatMap(run -> run.steps(new CallableDenoiser(), 20).last())
                .collectList();
        StepVerifier.create(Mono.zip(together, alone))
                .assertNext(both -> assertThat(both.getT1()).isEqualTo(both.getT2()))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(model.calls.get()).isLessThan(64 * 20);
    }

    private Denoiser onItsOwnThread() {
        return new Denoiser() {
            @Override
            public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
                return model.predict(sample, timesteps, conditioning)
                        .subscribeOn(engine)
                        .publishOn(Schedulers.parallel());
            }

            @Override
            public DenoiserShape shape() {
                return model.shape();
            }

            @Override
            public void close() {}
        };
    }
}
