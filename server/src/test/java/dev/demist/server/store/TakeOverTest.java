package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.StateJournal;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import dev.demist.server.run.store.RunBlobs;
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
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Two servers with one store: one that stops answering, and one that goes on with its runs. */
class TakeOverTest {

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
        public void close() {
            files.close();
            sql.close();
        }
    }

    private RunService server(String node, FakeModels models, Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        RunStore store = new SharedStore(
                DurableStore.records(folder, node, clock),
                new FileBlobs(folder, new InputFiles(folder.resolve("inputs"))));
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
        wait(server.watch(ME, id)
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
            StepVerifier.create(first.watch(ME, id).ignoreElements())
                    .then(() -> wait(first.renew()))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(DemistException.class, e -> assertThat(e.code())
                                    .isEqualTo(ErrorCode.CONFLICT)))
                    .verify(PATIENCE);
            assertThat(wait(first.get(ME, id)).progress().status()).isEqualTo(Status.DONE);
        }
        models.close();
        others.close();
    }
}
