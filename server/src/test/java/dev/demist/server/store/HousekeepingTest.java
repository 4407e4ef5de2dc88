package dev.demist.server.store;

import static dev.demist.server.store.RunStoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.keep.Housekeeping;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.RunQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** With real files. */
@ParameterizedClass
@EnumSource
class HousekeepingTest {

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private static final int PICTURE_BYTES = 10_000;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable DurableStore opened;

    @BeforeEach
    void fill() {
        opened = database.open(folder);
        DurableStore store = store();
        for (String id : List.of("A", "B")) {
            await(store.records().insert(List.of(RunStoreTest.run(id, "me", "x", Status.DONE)), Map.of()));
            for (int step = 1; step <= 20; step++) {
                await(store.journal(id).save(RunStoreTest.state(step)));
            }
            await(store.blobs().savePicture(id, new byte[PICTURE_BYTES]));
        }
        await(store.records().insert(List.of(RunStoreTest.run("C", "me", "x", Status.PAUSED)), Map.of()));
        await(store.journal("C").save(RunStoreTest.state(1)));
    }

    private DurableStore store() {
        return Objects.requireNonNull(opened);
    }

    @AfterEach
    void close() {
        store().close();
    }

    private void tidy(Keep keep, Duration later) {
        Instant now = RunStoreTest.NOON.plus(later);
        await(new Housekeeping(store(), keep, InstantSource.fixed(now), id -> store().records()
                        .mark(id, marks -> marks.deleted(now)))
                .tidy());
    }

    private List<String> runs() {
        return await(store().records().list("me", RunQuery.newest(10))).stream()
                .map(Run::id)
                .toList();
    }

    @Test
    void intermediateStatesGoBeforePictures() {
        tidy(Keep.ofSize(2 * PICTURE_BYTES + 2_000), Duration.ZERO);
        assertThat(runs()).containsExactly("C", "B", "A");
        assertThat(await(store().blobs().picture("A"))).hasSize(PICTURE_BYTES);
        assertThat(await(store().journal("A").at(7))).isNull();
        assertThat(await(store().journal("A").newest())).isEqualTo(RunStoreTest.state(20));
    }

    @Test
    void oldestFinishedRunsGoAndUnfinishedOnesStay() {
        tidy(Keep.ofSize(PICTURE_BYTES + 2_000), Duration.ZERO);
        assertThat(runs()).containsExactly("C", "B");
        assertThat(folder.resolve("runs/A")).doesNotExist();
        tidy(Keep.ofSize(0), Duration.ZERO);
        assertThat(runs()).containsExactly("C");
        assertThat(await(store().journal("C").newest())).isNotNull();
    }

    @Test
    void keptRunsAndWhatTheyBranchedFromStay() {
        await(store().records().insert(List.of(fork("F", "B"), fork("G", "F")), Map.of()));
        await(store().records().mark("G", marks -> marks.kept(true)));
        tidy(Keep.ofAge(Duration.ofDays(1)), Duration.ofDays(2));
        assertThat(runs()).containsExactly("G", "F", "C", "B");
        tidy(Keep.ofSize(0), Duration.ZERO);
        assertThat(runs()).containsExactly("G", "F", "C", "B");
        await(store().records().mark("G", marks -> marks.kept(false)));
        tidy(Keep.ofSize(0), Duration.ZERO);
        assertThat(runs()).as("what takes no room stays").containsExactly("G", "F", "C");
        assertThat(folder.resolve("runs/B")).doesNotExist();
    }

    private static Run fork(String id, String parent) {
        Run run = RunStoreTest.run(id, "me", "x", Status.DONE);
        return new Run(id, "me", run.recipe(), new Fork(parent, 3), "B", RunStoreTest.NOON, Marks.NONE, run.progress());
    }

    @Test
    void finishedRunsGoOnceTheyAreTooOld() {
        tidy(Keep.ofAge(Duration.ofDays(30)), Duration.ofDays(29));
        assertThat(runs()).containsExactly("C", "B", "A");
        tidy(Keep.ofAge(Duration.ofDays(30)), Duration.ofDays(31));
        assertThat(runs()).containsExactly("C");
    }
}
