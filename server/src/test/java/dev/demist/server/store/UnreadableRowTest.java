package dev.demist.server.store;

import static dev.demist.server.store.RunStoreTest.await;
import static dev.demist.server.store.RunStoreTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and databases that another version has written. */
@ParameterizedClass
@EnumSource
class UnreadableRowTest {

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @TempDir
    private Path folder = Path.of("");

    private void change(String statement) {
        database.change(folder, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request = replace(request, '{', '{\"fromTheFuture\": 1, ')",
                "request = 'null'",
                "request = '{'",
                "status = 'archived'",
                "status = 'failed', error_code = 'DISK_FULL', error_detail = 'x'",
            })
    void oneRowStopsNothingAndCanBeDeleted(String change) {
        try (RunStore store = database.open(folder)) {
            await(store.records()
                    .insert(
                            List.of(
                                    run("A", "me", "a", Status.QUEUED),
                                    run("B", "me", "b", Status.QUEUED),
                                    run("C", "me", "c", Status.QUEUED)),
                            Map.of()));
        }
        change("UPDATE run SET " + change + " WHERE id = 'B'");
        try (RunStore store = database.open(folder)) {
            assertThat(await(store.records().recover())).extracting(Run::id).containsExactly("A", "C");
            List<Run> all = await(store.records().list("me", RunQuery.newest(10)));
            assertThat(all).extracting(Run::id).containsExactly("C", "B", "A");
            assertThat(all.get(1).progress().status()).isEqualTo(Status.FAILED);
            assertThat(all.get(1).progress().error().detail()).contains("cannot be read", "delete it");
            await(store.records().delete("B"));
            assertThat(await(store.records().find("B"))).isNull();
        }
    }

    @Test
    void databaseOfANewerVersionIsRefusedWithBothVersions() {
        database.open(folder).close();
        change("INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum, installed_by,"
                + " installed_on, execution_time, success FROM flyway_schema_history WHERE installed_rank = 1");
        assertThatThrownBy(() -> database.open(folder))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("version 99")
                .hasMessageMatching("(?s).*knows only up to \\d+;.*");
    }
}
