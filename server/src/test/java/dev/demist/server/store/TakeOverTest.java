package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.StateJournal;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunRecords;
import dev.demist.server.run.store.RunStore;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Two servers with one store: one that stops answering, and one that goes on with its runs. */
@ParameterizedClass
@EnumSource
class TakeOverTest {

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final String ME = "me";

    @TempDir
    private Path folder = Path.of("");

    private record SharedStore(SqlRecords sql, FileBlobs files) implements RunStore {

        @Override
        public RunRecords records() {
            return sql;
        }

        @Override
        public StateJournal journal(String run) {
            return files.journal(run);
        }

        @Override
        public RunBlobs blobs() {
            return files;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public void close() {
            files.close();
            sql.close();
        }
    }

    private RunService server(String node, FakeModels models, Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        RunStore store = new SharedStore(
                database.records(folder, node, clock), new FileBlobs(folder, new InputFiles(folder.resolve("inputs"))));
        return new RunService(models, store, Limits.DEFAULT, clock, new SimpleMeterRegistry());
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private static String begin(RunService server) {
        Run run = wait(Bodies.accept(server, ME, "{\"prompt\": \"x\", \"steps\": 10, \"seed\": 1}"))
                .get(0);
        until(server, run.id(), Status.RUNNING, 3);
        return run.id();
    }

    private static void until(RunService server, String id, Status status, int step) {
        wait(server.views()
                .watch(ME, id)
                .filter(run ->
                        run.progress().status() == status && run.progress().step() >= step)
                .next());
    }

    @Test
    void livingServersRunsAreLeftAlone() {
        FakeModels models = new FakeModels();
        models.fake.allow(3);
        FakeModels others = new FakeModels();
        try (RunService first = server("first", models, START);
                RunService second = server("second", others, START.plusSeconds(29))) {
            String id = begin(first);
            assertThat(wait(second.recover())).isZero();
            assertThat(wait(second.renew())).isZero();
            models.fake.allow(100);
            until(first, id, Status.DONE, 10);
            assertThat(others.fake.evaluations).hasValue(0);
        }
        models.close();
        others.close();
    }

    @Test
    void runsOfAnotherServerAreSeenAsTheyAre() {
        FakeModels models = new FakeModels();
        models.fake.allow(3);
        FakeModels others = new FakeModels();
        try (RunService first = server("first", models, START);
                RunService second = server("second", others, START)) {
            String id = begin(first);
            assertThat(wait(second.get(ME, id)).progress().step()).isEqualTo(3);
            assertThat(wait(second.history().list(ME, RunQuery.newest(1))).runs())
                    .extracting(run -> run.progress().step())
                    .containsExactly(3);
            assertThat(wait(second.views().frameAfter(ME, id, 0, PreviewFormat.DEFAULT))
                            .step())
                    .isEqualTo(3);
            StepVerifier.create(second.views().watch(ME, id).map(run -> run.progress()
                            .step()))
                    .expectNext(3)
                    .then(() -> models.fake.allow(100))
                    .thenConsumeWhile(step -> step < 10)
                    .expectNextCount(1)
                    .thenConsumeWhile(step -> true)
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(wait(second.views().picture(ME, id)))
                    .isEqualTo(wait(first.views().picture(ME, id)));
        }
        models.close();
        others.close();
    }

    @Test
    void runsOfAnotherServerAreChangedByAskingIt() {
        FakeModels models = new FakeModels();
        models.fake.allow(3);
        try (RunService first = server("first", models, START);
                RunService second = server("second", models, START)) {
            String id = begin(first);
            assertThat(wait(second.pause(ME, id)).progress().status()).isEqualTo(Status.PAUSED);
            assertThat(wait(first.get(ME, id)).progress().status()).isEqualTo(Status.PAUSED);
            wait(second.history().mark(ME, id, marks -> marks.titled("Sea")));
            wait(first.views()
                    .watch(ME, id)
                    .filter(run -> "Sea".equals(run.marks().title()))
                    .next());
            assertThat(wait(second.resume(ME, id)).progress().status()).isNotEqualTo(Status.PAUSED);
            assertThat(wait(second.cancel(ME, id)).progress().status()).isEqualTo(Status.CANCELLED);
            StepVerifier.create(second.resume(ME, id))
                    .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("has ended"))
                    .verify(PATIENCE);
            String deleted = begin(first);
            second.history().delete(ME, deleted).block(PATIENCE);
            assertThat(wait(second.history().restore(ME, deleted)).progress().status())
                    .isEqualTo(Status.CANCELLED);
        }
        models.close();
    }

    @Test
    void deadServersRunsGoOnElsewhereAndItLearnsOfThatWhenItWakesUp() {
        FakeModels models = new FakeModels();
        models.fake.allow(3);
        FakeModels others = new FakeModels();
        try (RunService first = server("first", models, START);
                RunService second = server("second", others, START.plusSeconds(31))) {
            String id = begin(first);
            assertThat(wait(second.renew())).isEqualTo(1);
            until(second, id, Status.DONE, 10);
            assertThat(others.fake.evaluations).hasValue(7);
            StepVerifier.create(first.views().watch(ME, id).map(run -> run.progress()
                            .status()))
                    .expectNext(Status.RUNNING)
                    .then(() -> wait(first.renew()))
                    .expectNext(Status.DONE)
                    .expectComplete()
                    .verify(PATIENCE);
            assertThat(wait(first.get(ME, id)).progress().status()).isEqualTo(Status.DONE);
        }
        models.close();
        others.close();
    }
}
