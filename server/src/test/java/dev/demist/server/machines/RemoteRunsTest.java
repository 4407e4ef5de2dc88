package dev.demist.server.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import dev.demist.transport.nats.NatsLink;
import dev.demist.transport.nats.RemoteModels;
import dev.demist.transport.nats.Worker;
import dev.demist.transport.nats.testkit.NatsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Runs of a server whose models are those of workers. */
@EnabledIf(
        value = "dev.demist.transport.nats.testkit.NatsServer#isInstalled",
        disabledReason = "nats-server is not installed")
class RemoteRunsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ME = "me";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final NatsServer nats = closing(NatsServer.open());
    private final NatsLink link = closing(NatsLink.connect(nats.url(), null, "test"));
    private final FakeModels models = closing(new FakeModels());
    private final MemoryStore store = new MemoryStore();

    private <T extends AutoCloseable> T closing(T it) {
        open.push(it);
        return it;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
    }

    private RunService gateway() {
        RemoteModels remote = closing(RemoteModels.of(link));
        return closing(new RunService(
                remote, store, Limits.DEFAULT.withParallel(8), InstantSource.system(), new SimpleMeterRegistry()));
    }

    private Worker worker(int room) {
        return closing(Worker.start(link, models, "one", room));
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private static void awaitProblem(RunService runs, boolean isThere) {
        wait(runs.overview()
                .queue()
                .filter(queue -> (queue.problem() != null) == isThere)
                .next());
    }

    private static List<Run> accept(RunService runs, int count) {
        return wait(Bodies.accept(runs, ME, "{\"prompt\": \"x\", \"steps\": 10, \"count\": " + count + "}"));
    }

    private static Run until(RunService runs, String id, Status status, int step) {
        return wait(runs.views()
                .watch(ME, id)
                .filter(run ->
                        run.progress().status() == status && run.progress().step() >= step)
                .next());
    }

    @Test
    void withoutAWorkerRequestsAreRefusedForNow() {
        StepVerifier.create(Bodies.accept(gateway(), ME, "{\"prompt\": \"x\"}"))
                .expectErrorSatisfies(
                        e -> assertThat(((DemistException) e).code()).isEqualTo(ErrorCode.NO_WORKER))
                .verify(PATIENCE);
    }

    @Test
    void runsBeyondTheRoomOfAllWorkersWaitInTheQueue() {
        RunService runs = gateway();
        worker(2);
        awaitProblem(runs, false);
        models.fake.allow(2);
        List<Run> three = accept(runs, 3);
        until(runs, three.get(1).id(), Status.RUNNING, 2);
        assertThat(wait(runs.get(ME, three.get(2).id())).progress().queuePlace())
                .isEqualTo(1);

        models.fake.allow(10);
        three.forEach(run -> until(runs, run.id(), Status.DONE, 10));
        assertThat(models.fake.evaluations).hasValue(30);
    }

    @Test
    void aServerThatComesBackBeforeItsWorkersLosesNothing() {
        RunService first = gateway();
        Worker worker = worker(2);
        awaitProblem(first, false);
        models.fake.allow(3);
        String id = accept(first, 1).get(0).id();
        until(first, id, Status.RUNNING, 3);
        first.close();
        worker.close();

        RunService second = gateway();
        assertThat(wait(second.recover())).isEqualTo(1);
        assertThat(wait(second.get(ME, id)).progress().status()).isEqualTo(Status.QUEUED);
        models.fake.allow(10);
        worker(2);
        until(second, id, Status.DONE, 10);
        assertThat(models.fake.drawn).hasSize(2);
        assertThat(wait(second.views().picture(ME, id))).isNotEmpty();
    }

    @Test
    void aWorkerMakesAsManyPreviewsAsAViewerAsksFor() {
        RunService runs = gateway();
        worker(2);
        awaitProblem(runs, false);
        models.fake.allow(4);
        String id = accept(runs, 1).get(0).id();
        until(runs, id, Status.RUNNING, 4);
        wait(runs.views().frameAfter(ME, id, 0, PreviewFormat.DEFAULT));
        models.fake.allow(10);
        until(runs, id, Status.DONE, 10);

        assertThat(models.fake.previews.get() + models.fake.decodes.get()).isEqualTo(2);
    }
}
