package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.Postgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A PostgreSQL that goes away amid the work of two servers, and comes back. */
@EnabledIf(value = "dev.demist.server.testing.Postgres#isInstalled", disabledReason = "PostgreSQL is not installed")
class PostgresRestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ME = "me";
    private static final String FOUR = "{\"prompt\": \"x\", \"steps\": 10, \"count\": 4, \"seed\": 1}";

    @TempDir
    private Path folder = Path.of("");

    private final FakeModels models = new FakeModels();

    @AfterEach
    void close() {
        models.close();
    }

    private RunService server() {
        return new RunService(
                models,
                TestDatabase.POSTGRESQL.open(folder),
                Limits.DEFAULT.withParallel(2),
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private static void awaitProblem(RunService server, boolean exists) {
        wait(server.overview()
                .queue()
                .filter(queue -> (queue.problem() != null) == exists)
                .next());
    }

    @Test
    void runsWaitWhileItIsAwayAndAllGoOnOnceItIsBack() {
        try (RunService first = server();
                RunService second = server()) {
            models.fake.allow(5);
            List<Run> mine = wait(Bodies.accept(first, ME, FOUR));
            List<Run> others = wait(Bodies.accept(second, ME, FOUR));
            wait(first.views()
                    .watch(ME, mine.get(0).id())
                    .filter(run -> run.progress().step() == 5)
                    .next());
            Flux<Run> seenFromTheOther =
                    second.views().watch(ME, mine.get(0).id()).replay().autoConnect(0);
            Postgres.running().stop();
            models.fake.allow(Integer.MAX_VALUE);
            awaitProblem(first, true);
            assertThatThrownBy(() -> wait(Bodies.accept(first, ME, FOUR)))
                    .isInstanceOfSatisfying(
                            DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED));
            Postgres.running().start();
            awaitProblem(first, false);
            for (Run run : mine) {
                wait(first.views()
                        .watch(ME, run.id())
                        .filter(PostgresRestartTest::isDone)
                        .next());
            }
            for (Run run : others) {
                wait(second.views()
                        .watch(ME, run.id())
                        .filter(PostgresRestartTest::isDone)
                        .next());
            }
            assertThat(wait(seenFromTheOther.last()).progress().status()).isEqualTo(Status.DONE);
            assertThat(models.fake.evaluations).as("no step twice").hasValue(8 * 10);
            assertThat(wait(first.history().list(ME, RunQuery.newest(20))).runs())
                    .as("what was refused is not there, and all that was accepted")
                    .hasSize(8);
        }
    }

    private static boolean isDone(Run run) {
        return run.progress().status() == Status.DONE;
    }
}
