package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.Run;
import dev.demist.server.run.RunPage;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunStore;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** A server is killed amid its runs; the next one on the same folder goes on where they were. */
@ParameterizedClass
@EnumSource
class CrashTest {

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ME = "me";

    /** The server to be killed: one run at step 5, one paused at 5, one that waits. Says so, and hangs. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) throws InterruptedException {
            FakeModels models = new FakeModels();
            models.fake.allow(5);
            Path folder = Path.of(args[0]);
            RunService runs = service(
                    models,
                    args.length == 1
                            ? DurableStore.open(folder)
                            : DurableStore.open(folder, PostgresAddress.of(args[1], null)));
            List<Run> three = accept(runs, "{\"prompt\": \"x\", \"steps\": 12, \"count\": 3, \"seed\": 1}");
            String paused = three.get(0).id();
            until(runs, paused, Status.RUNNING, 5);
            runs.pause(ME, paused).block(PATIENCE);
            until(runs, three.get(1).id(), Status.RUNNING, 5);
            new PrintStream(new FileOutputStream(FileDescriptor.out), true).println("ready");
            Thread.currentThread().join();
        }
    }

    private RunService service(FakeModels models, Path folder) {
        return service(models, database.open(folder));
    }

    private static RunService service(FakeModels models, RunStore store) {
        return new RunService(
                models, store, Limits.DEFAULT.withParallel(1), InstantSource.system(), new SimpleMeterRegistry());
    }

    private static List<Run> accept(RunService runs, String json) {
        return wait(Bodies.accept(runs, ME, json));
    }

    private static Run until(RunService runs, String id, Status status, int step) {
        return wait(runs.views()
                .watch(ME, id)
                .filter(run ->
                        run.progress().status() == status && run.progress().step() >= step)
                .next());
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    @Test
    void killedServersRunsGoOnFromTheirNewestState(@TempDir Path folder) throws IOException, InterruptedException {
        killAmidRuns(folder);
        FakeModels models = new FakeModels();
        try (RunService runs = service(models, folder)) {
            assertThat(wait(runs.recover())).isEqualTo(3);
            RunPage page = wait(runs.history().list(ME, RunQuery.newest(10)));
            String waiting = page.runs().get(0).id();
            String running = page.runs().get(1).id();
            String paused = page.runs().get(2).id();
            until(runs, running, Status.DONE, 12);
            until(runs, waiting, Status.DONE, 12);
            assertThat(models.fake.evaluations).hasValue(7 + 12);
            Run still = wait(runs.get(ME, paused));
            assertThat(still.progress().status()).isEqualTo(Status.PAUSED);
            assertThat(still.progress().step()).isEqualTo(5);
            assertThat(wait(runs.views().preview(ME, running, 3, 0, PreviewKind.LINEAR))
                            .bytes())
                    .isNotEmpty();
            wait(runs.resume(ME, paused));
            until(runs, paused, Status.DONE, 12);
            assertThat(models.fake.evaluations).hasValue(7 + 12 + 7);
            assertThat(wait(runs.views().picture(ME, paused))).isNotEmpty();
        }
        models.close();
    }

    private void killAmidRuns(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString()));
        if (database == TestDatabase.POSTGRESQL) {
            command.add(database.url(folder));
        }
        Process victim = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("ready");
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runWhoseModelIsGoneFailsAndTheOthersGoOn(@TempDir Path folder) {
        try (DurableStore store = database.open(folder)) {
            store.records()
                    .insert(List.of(RunStoreTest.run("A", ME, "x", Status.RUNNING)), Map.of())
                    .block(PATIENCE);
        }
        FakeModels models = new FakeModels();
        try (RunService runs = service(models, folder)) {
            assertThat(wait(runs.recover())).isZero();
            assertThat(wait(runs.get(ME, "A")).progress().status()).isEqualTo(Status.FAILED);
        }
        models.close();
    }
}
