package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.internal.StrictJson;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.RunStore;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
class RunStoreTest {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");

    @TempDir
    private Path folder = Path.of("");

    private RunStore open(String kind) {
        return kind.equals("memory") ? new MemoryStore() : DurableStore.open(folder);
    }

    static Run run(String id, String user, String prompt, Status status) {
        RunRequest recipe = RunRequest.read(StrictJson.object(("{\"prompt\": \"" + prompt
                        + "\", \"seed\": 7, \"scheduler\": {\"name\": \"fake\", \"options\": {\"a\": [1.5]}}}")
                .getBytes(StandardCharsets.UTF_8)));
        return new Run(id, user, recipe, new Fork("P", 3), NOON, progress(status));
    }

    static Progress progress(Status status) {
        RunError error = status == Status.FAILED ? new RunError(ErrorCode.OUT_OF_MEMORY, "too big") : null;
        return new Progress(status, 4, 20, 0.5, 3.25, null, null, NOON, status.isEnded() ? NOON : null, error, 9, 8);
    }

    static LatentState state(int step) {
        SchedulerState scheduler =
                new SchedulerState(step, 1, Tensor.full(step, 1, 4, 2, 2), null, List.of(Tensor.full(0.1f, 3)));
        return new LatentState(step, 20, 901.5, 0.25, new Schedule(SchedulerChoice.of("fake"), 20), scheduler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "durable"})
    void runsComeBackAsTheyWereKept(String kind) {
        try (RunStore store = open(kind)) {
            Run first = run("A", "me", "an apple", Status.QUEUED);
            store.insert(List.of(first, run("B", "me", "a pear", Status.QUEUED)));
            assertThat(store.find("A")).hasValue(first);
            assertThat(store.find("X")).isEmpty();
            Run failed = new Run("A", "me", first.recipe(), first.parent(), NOON, progress(Status.FAILED));
            store.update(failed);
            assertThat(store.find("A")).hasValue(failed);
            assertThat(store.unfinished()).extracting(Run::id).containsExactly("B");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "durable"})
    void listIsTheUsersOwnNewestFirst(String kind) {
        try (RunStore store = open(kind)) {
            store.insert(List.of(
                    run("A", "me", "Ein Äpfel", Status.DONE),
                    run("B", "you", "x", Status.DONE),
                    run("C", "me", "50% off", Status.DONE)));
            assertThat(store.list("me", 10, null, null)).extracting(Run::id).containsExactly("C", "A");
            assertThat(store.list("me", 1, null, null)).extracting(Run::id).containsExactly("C");
            assertThat(store.list("me", 10, "C", null)).extracting(Run::id).containsExactly("A");
            assertThat(store.list("me", 10, null, "äPFEL")).extracting(Run::id).containsExactly("A");
            assertThat(store.list("me", 10, null, "%")).extracting(Run::id).containsExactly("C");
            assertThat(store.list("me", 10, null, "'; DROP TABLE run")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "durable"})
    void statesPicturesAndInputsAreKeptUntilTheirRunIsDeleted(String kind) {
        try (RunStore store = open(kind)) {
            store.insert(List.of(run("A", "me", "x", Status.RUNNING)));
            assertThat(store.lastState("A")).isEmpty();
            store.saveState("A", state(1));
            store.saveState("A", state(10));
            store.saveState("A", state(2));
            assertThat(store.state("A", 2)).hasValue(state(2));
            assertThat(store.state("A", 3)).isEmpty();
            assertThat(store.lastState("A")).hasValue(state(10));
            assertThat(store.picture("A")).isEmpty();
            store.savePicture("A", new byte[] {1, 2});
            assertThat(store.picture("A")).hasValue(new byte[] {1, 2});
            String reference = store.keepInput(new byte[] {3});
            assertThat(store.input(reference)).hasValue(new byte[] {3});
            assertThat(store.input("../demist.db")).isEmpty();
            store.delete("A");
            store.delete("A");
            assertThat(store.find("A")).isEmpty();
            assertThat(store.state("A", 2)).isEmpty();
            assertThat(store.picture("A")).isEmpty();
        }
    }
}
