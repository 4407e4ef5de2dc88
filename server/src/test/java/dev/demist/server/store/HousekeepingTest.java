package dev.demist.server.store;

import static dev.demist.server.store.RunStoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.keep.Housekeeping;
import dev.demist.server.run.keep.Keep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real files. */
class HousekeepingTest {

    private static final int PICTURE_BYTES = 10_000;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable DurableStore opened;

    @BeforeEach
    void fill() {
        opened = DurableStore.open(folder);
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
        await(new Housekeeping(store(), keep, InstantSource.fixed(RunStoreTest.NOON.plus(later))).tidy());
    }

    private List<String> runs() {
        return await(store().records().list("me", 10, null, null)).stream()
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
    void finishedRunsGoOnceTheyAreTooOld() {
        tidy(Keep.ofAge(Duration.ofDays(30)), Duration.ofDays(29));
        assertThat(runs()).containsExactly("C", "B", "A");
        tidy(Keep.ofAge(Duration.ofDays(30)), Duration.ofDays(31));
        assertThat(runs()).containsExactly("C");
    }
}
