package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.engine.Engine;
import dev.demist.server.models.EngineModels;
import dev.demist.server.models.OpeningFeed;
import dev.demist.server.testing.FakeModels;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What a server does before the first request. */
final class WarmUpTest {

    @TempDir
    private static Path cache = Path.of("");

    private final FakeModels fakes = new FakeModels();

    @Test
    void theDefaultModelIsOpenedAndThenRuns() {
        Sinks.Empty<Void> running = Sinks.empty();
        fakes.fake.warmUp = running.asMono();
        StepVerifier.create(WarmUp.of(fakes))
                .expectSubscription()
                .then(() -> assertThat(fakes.openings).hasPositiveValue())
                .then(running::tryEmitEmpty)
                .verifyComplete();
        assertThat(fakes.fake.drawn).as("runs").isEmpty();
    }

    @Test
    void aModelThatFailsFailsNothingElse() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        fakes.fake.warmUp = Mono.<Void>error(new DemistException(ErrorCode.ENGINE_FAILED, "on purpose"))
                .doOnTerminate(failed::countDown);
        try (WarmUp begun = WarmUp.begin(fakes)) {
            assertThat(failed.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(begun).isNotNull();
            assertThat(fakes.open("fake")).isSameAs(fakes.fake);
        }
    }

    @Test
    void nothingOfItIsMeasuredButTheOpening() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Models models = models(seen)) {
            StepVerifier.create(WarmUp.of(models)).verifyComplete();
            assertThat(seen).containsOnly("demist.open").hasSize(3);
        }
    }

    @Test
    void closingTheModelsMeanwhileEndsIt() {
        Models models = models(new CopyOnWriteArrayList<>());
        models.warmUp("emoji");
        StepVerifier.create(models.open("emoji").warmUp().onErrorComplete(WarmUpTest::isOfTheClosedEngine))
                .then(models::close)
                .verifyComplete();
    }

    private static boolean isOfTheClosedEngine(Throwable error) {
        return error instanceof DemistException it && it.code() == ErrorCode.ENGINE_FAILED;
    }

    private static Models models(List<String> seen) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new Names(seen));
        return EngineModels.byName(
                Engine.builder()
                        .cache(cache)
                        .memory(1L << 30)
                        .observations(observations)
                        .start(),
                new OpeningFeed());
    }

    private record Names(List<String> seen) implements ObservationHandler<Observation.Context> {

        @Override
        public void onStart(Observation.Context observation) {
            seen.add(observation.getName());
        }

        @Override
        public boolean supportsContext(Observation.Context observation) {
            return true;
        }
    }
}
