package dev.demist.server.store;

import static dev.demist.server.store.RunStoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.store.Purge;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** With real files. */
@ParameterizedClass
@EnumSource
class PurgeTest {

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private static final Instant NOON = RunStoreTest.NOON;

    @TempDir
    private Path folder = Path.of("");

    private static void insert(DurableStore store, String id, @Nullable Fork parent) {
        Run run = RunStoreTest.run(id, "me", "x", Status.DONE);
        await(store.records()
                .insert(
                        List.of(new Run(id, "me", run.recipe(), parent, "A", NOON, Marks.NONE, run.progress())),
                        Map.of()));
        for (int step = parent == null ? 1 : parent.state(); step <= 10; step++) {
            await(store.journal(id).save(RunStoreTest.state(step)));
        }
        await(store.blobs().savePicture(id, new byte[] {1}));
    }

    private static void delete(DurableStore store, String id, Instant when) {
        await(store.records().mark(id, marks -> marks.deleted(when)));
    }

    private static Purge purge(DurableStore store, Instant until) {
        Purge purge = await(store.records().purge(until));
        await(store.delete(purge));
        return purge;
    }

    @Test
    void whatForksBeganWithIsForgottenWithTheLastOfThem() {
        try (DurableStore store = database.open(folder)) {
            insert(store, "A", null);
            insert(store, "B", new Fork("A", 4));
            insert(store, "C", new Fork("B", 7));
            insert(store, "D", new Fork("A", 2));
            delete(store, "A", NOON);
            delete(store, "B", NOON.plusSeconds(1));
            assertThat(purge(store, NOON.minusMillis(1))).isEqualTo(new Purge(List.of(), Map.of()));
            assertThat(purge(store, NOON)).isEqualTo(new Purge(List.of(), Map.of("A", 4)));
            assertThat(await(store.journal("A").newest())).isEqualTo(RunStoreTest.state(4));
            assertThat(await(store.journal("A").at(1))).isEqualTo(RunStoreTest.state(1));
            assertThat(await(store.blobs().picture("A"))).isNull();
            assertThat(purge(store, NOON.plusSeconds(1))).isEqualTo(new Purge(List.of(), Map.of("B", 7)));
            assertThat(purge(store, NOON.plusSeconds(1))).as("again").isEqualTo(new Purge(List.of(), Map.of()));
            delete(store, "C", NOON.plusSeconds(2));
            assertThat(purge(store, NOON.plusSeconds(2)).gone()).containsExactly("C", "B");
            delete(store, "D", NOON.plusSeconds(3));
            assertThat(purge(store, NOON.plusSeconds(3)).gone()).containsExactly("D", "A");
            assertThat(folder.resolve("runs")).isEmptyDirectory();
        }
    }
}
