package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.internal.StrictJson;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunStore;
import dev.demist.server.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What every store does. */
class RunStoreTest {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");

    @TempDir
    private Path folder = Path.of("");

    private RunStore open(String kind) {
        return kind.equals("memory")
                ? new MemoryStore()
                : TestDatabase.valueOf(kind).open(folder);
    }

    static Run run(String id, String user, String prompt, Status status) {
        RunRequest recipe = RunRequest.read(StrictJson.object(("{\"prompt\": \"" + prompt
                        + "\", \"seed\": 7, \"scheduler\": {\"name\": \"fake\", \"options\": {\"a\": [1.5]}}}")
                .getBytes(StandardCharsets.UTF_8)));
        return new Run(
                id,
                user,
                recipe,
                new Fork("P", 3),
                "P",
                NOON,
                List.of("one", "two words"),
                Marks.NONE,
                progress(status));
    }

    static Run withPictures(String id, String image, String controlImage) {
        RunRequest recipe = RunRequest.read(StrictJson.object(("{\"prompt\": \"x\", \"image\": \"" + image
                        + "\", \"controlNet\": \"edges\", \"controlImage\": \"" + controlImage + "\"}")
                .getBytes(StandardCharsets.UTF_8)));
        return new Run(id, "me", recipe, null, id, NOON, Marks.NONE, progress(Status.DONE));
    }

    /** The value, or null if there is none. */
    static <T> @Nullable T await(Mono<T> mono) {
        return mono.block(Duration.ofSeconds(20));
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
    @ValueSource(strings = {"memory", "SQLITE", "POSTGRESQL"})
    void runsComeBackAsTheyWereKept(String kind) {
        try (RunStore store = open(kind)) {
            Run first = run("A", "me", "an apple", Status.QUEUED);
            await(store.records().insert(List.of(first, run("B", "me", "a pear", Status.QUEUED)), Map.of()));
            assertThat(await(store.records().find("A"))).isEqualTo(first);
            assertThat(await(store.records().find("X"))).isNull();
            Run failed = first.with(progress(Status.FAILED));
            await(store.records().update(failed));
            assertThat(await(store.records().find("A"))).isEqualTo(failed);
            assertThat(await(store.records().recover())).extracting(Run::id).containsExactly("B");
            assertThat(await(store.records().renew()).held()).containsExactly("B");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQLITE", "POSTGRESQL"})
    void textsOfAllKindsAreKept(String kind) {
        try (RunStore store = open(kind)) {
            Run run = run("A", "me", "a\\u0000b \uD83C\uDF4E %!_'\\\"", Status.QUEUED);
            await(store.records().insert(List.of(run), Map.of()));
            assertThat(await(store.records().find("A"))).isEqualTo(run);
            assertThat(await(store.records().mark("A", marks -> marks.titled("Zo\u00eb\u0000")))
                            .marks()
                            .title())
                    .startsWith("Zo\u00eb");
            assertThat(list(store, 10, null, "ZO\u00cb")).containsExactly("A");
            assertThat(list(store, 10, null, "\uD83C\uDF4E %!_'")).containsExactly("A");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "SQLITE", "POSTGRESQL"})
    void listIsTheUsersOwnNewestFirst(String kind) {
        try (RunStore store = open(kind)) {
            await(store.records()
                    .insert(
                            List.of(
                                    run("A", "me", "Ein Äpfel", Status.DONE),
                                    run("B", "you", "x", Status.DONE),
                                    run("C", "me", "50% off!", Status.DONE)),
                            Map.of()));
            assertThat(list(store, 10, null, null)).containsExactly("C", "A");
            assertThat(list(store, 1, null, null)).containsExactly("C");
            assertThat(list(store, 10, "C", null)).containsExactly("A");
            assertThat(list(store, 10, null, "äPFEL")).containsExactly("A");
            assertThat(list(store, 10, null, "%")).containsExactly("C");
            assertThat(list(store, 10, null, "f!")).containsExactly("C");
            assertThat(list(store, 10, null, "E_n")).isEmpty();
            assertThat(list(store, 10, null, "'; DROP TABLE run")).isEmpty();
        }
    }

    private static List<String> list(RunStore store, int limit, @Nullable String before, @Nullable String query) {
        return await(store.records().list("me", new RunQuery(limit, before, query, null, null, Set.of()))).stream()
                .map(Run::id)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "SQLITE", "POSTGRESQL"})
    void statesAndPicturesAreKeptUntilTheirRunIsDeleted(String kind) {
        try (RunStore store = open(kind)) {
            await(store.records().insert(List.of(run("A", "me", "x", Status.RUNNING)), Map.of()));
            assertThat(await(store.journal("A").newest())).isNull();
            await(store.journal("A").save(state(1)));
            await(store.journal("A").save(state(10)));
            await(store.journal("A").save(state(2)));
            assertThat(await(store.journal("A").at(2))).isEqualTo(state(2));
            assertThat(await(store.journal("A").at(3))).isNull();
            assertThat(await(store.journal("A").newest())).isEqualTo(state(10));
            assertThat(await(store.blobs().picture("A"))).isNull();
            await(store.blobs().savePicture("A", new byte[] {1, 2}));
            assertThat(await(store.blobs().picture("A"))).isEqualTo(new byte[] {1, 2});
            await(store.delete("A"));
            await(store.delete("A"));
            assertThat(await(store.records().find("A"))).isNull();
            assertThat(await(store.journal("A").at(2))).isNull();
            assertThat(await(store.blobs().picture("A"))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "SQLITE", "POSTGRESQL"})
    void everyStartPictureIsDeletedWithTheLastRunThatUsesIt(String kind) {
        try (RunStore store = open(kind)) {
            String image = "sha256:" + "1".repeat(64);
            String edges = "sha256:" + "2".repeat(64);
            Map<String, byte[]> pictures = Map.of(image, new byte[] {1}, edges, new byte[] {2});
            assertThat(store.blobs().input("../demist.db")).isEmpty();
            await(store.records()
                    .insert(List.of(withPictures("A", image, image), withPictures("B", image, edges)), pictures));
            assertThat(await(store.records().usable("me", List.of(image, "sha256:x"))))
                    .containsExactly(image);
            assertThat(await(store.records().usable("you", List.of(image)))).isEmpty();
            assertThat(await(store.records().usable("me", List.of()))).isEmpty();
            await(store.delete("A"));
            assertThat(store.blobs().input(image)).hasValue(new byte[] {1});
            await(store.delete("B"));
            assertThat(store.blobs().input(image)).isEmpty();
            assertThat(store.blobs().input(edges)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "SQLITE", "POSTGRESQL"})
    void endedRunsAreToldApartByWhatGoesOnFromThem(String kind) {
        try (RunStore store = open(kind)) {
            await(store.records()
                    .insert(
                            List.of(
                                    run("O", "me", "x", Status.DONE),
                                    run("P", "me", "x", Status.FAILED),
                                    run("Q", "me", "x", Status.PAUSED)),
                            Map.of()));
            assertThat(await(store.records().ended()))
                    .containsExactly(new EndedRun("P", NOON, true, false), new EndedRun("O", NOON, false, false));
        }
    }
}
