package dev.demist.server.store;

import static dev.demist.server.store.RunStoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.demist.DemistException;
import dev.demist.internal.file.Sha256;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.run.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStoreTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void picturesOfRefusedRunsAndThoseThatNoRunUsesAreSwept() throws IOException {
        Map<String, byte[]> pictures = Map.of("sha256:" + "1".repeat(64), new byte[] {1});
        Run run = RunStoreTest.run("A", "me", "x", Status.QUEUED);
        try (RunStore store = DurableStore.open(folder)) {
            RunStoreTest.await(store.records().insert(List.of(run), Map.of()));
            assertThatThrownBy(() -> RunStoreTest.await(store.records().insert(List.of(run), pictures)))
                    .hasMessageContaining("the database failed");
            assertThat(folder.resolve("inputs")).isEmptyDirectory();
            Files.write(folder.resolve("inputs").resolve("2".repeat(64)), new byte[] {2});
        }
        DurableStore.open(folder).close();
        assertThat(folder.resolve("inputs")).isEmptyDirectory();
    }

    @Test
    void statesOfRunsThatWereNeverAcceptedAreSwept() throws IOException {
        Path runs = folder.resolve("runs");
        try (RunStore store = DurableStore.open(folder)) {
            await(store.records().insert(List.of(RunStoreTest.run("A", "me", "x", Status.QUEUED)), Map.of()));
            await(store.journal("A").save(RunStoreTest.state(4)));
            await(store.journal("B").save(RunStoreTest.state(4)));
            await(store.blobs().savePicture("C", new byte[] {1}));
        }
        DurableStore.open(folder).close();
        assertThat(runs.resolve("A")).isNotEmptyDirectory();
        assertThat(runs.resolve("B")).doesNotExist();
        assertThat(runs.resolve("C").resolve("image.png"))
                .as("a picture is never swept")
                .exists();
    }

    @Test
    void everythingIsThereAfterReopening() {
        Run run = RunStoreTest.run("A", "me", "x", Status.PAUSED);
        try (DurableStore store = DurableStore.open(folder)) {
            await(store.records().insert(List.of(run), Map.of()));
            await(store.journal("A").save(RunStoreTest.state(4)));
            await(store.blobs().savePicture("A", new byte[] {1}));
        }
        try (DurableStore store = DurableStore.open(folder)) {
            assertThat(await(store.records().recover())).containsExactly(run);
            assertThat(await(store.journal("A").newest())).isEqualTo(RunStoreTest.state(4));
            assertThat(await(store.blobs().picture("A"))).isNotNull();
        }
    }

    @Test
    void whatIsUnderWayIsWrittenBeforeTheStoreIsClosed() {
        try (DurableStore store = DurableStore.open(folder)) {
            store.records()
                    .insert(List.of(RunStoreTest.run("A", "me", "x", Status.QUEUED)), Map.of())
                    .subscribe();
            store.journal("A").save(RunStoreTest.state(4)).subscribe();
        }
        try (DurableStore store = DurableStore.open(folder)) {
            assertThat(await(store.records().find("A"))).isNotNull();
            assertThat(await(store.journal("A").newest())).isNotNull();
        }
    }

    @Test
    void secondServerOnTheSameFolderIsRefused() {
        try (DurableStore store = DurableStore.open(folder)) {
            assertThat(await(store.records().recover())).isEmpty();
            assertThatThrownBy(() -> DurableStore.open(folder))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll(folder.toString(), "in use", "--data");
        }
    }

    @Test
    void damagedNewestStateGivesWayToTheOneBefore() throws IOException {
        try (DurableStore store = DurableStore.open(folder)) {
            await(store.journal("A").save(RunStoreTest.state(4)));
            await(store.journal("A").save(RunStoreTest.state(5)));
            Path newest = folder.resolve("runs/A/000005.state");
            byte[] bytes = Files.readAllBytes(newest);
            Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
            assertThat(await(store.journal("A").newest())).isEqualTo(RunStoreTest.state(4));
        }
    }

    @Test
    void whatCannotBeWrittenLeavesNothingHalfMade() throws IOException {
        try (DurableStore store = DurableStore.open(folder)) {
            Files.writeString(folder.resolve("runs/A"), "in the way");
            assertThatThrownBy(() -> await(store.journal("A").save(RunStoreTest.state(4))))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContaining("A");
            Files.createDirectories(folder.resolve("runs/B/image.png/full"));
            assertThatThrownBy(() -> await(store.blobs().savePicture("B", new byte[] {1})))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContaining("image.png");
            assertThat(folder.resolve("runs/B")).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void folderOfTheFirstVersionIsBroughtUpToDate() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("inputs"));
        String sum = Sha256.of(new byte[] {7});
        Files.write(folder.resolve("inputs").resolve(sum), new byte[] {7});
        String url = "jdbc:sqlite:" + folder.resolve("demist.db");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:dev/demist/server/store")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO run VALUES ('A', 'me', 'x', '{\"prompt\": \"x\", \"image\": \"sha256:" + sum
                    + "\"}', NULL, NULL, 5, 'paused', 1, 20, 0.5, NULL, 6, NULL, NULL, NULL, 3, 2)");
            for (String fork : List.of("'B', 'A'", "'C', 'B'", "'E', 'D'", "'F', 'E'")) {
                String[] ids = fork.split(", ");
                statement.execute("INSERT INTO run VALUES (" + ids[0] + ", 'me', 'x', '{\"prompt\": \"x\"}', " + ids[1]
                        + ", 3, 5, 'done', 20, 20, 0.5, NULL, 6, 7, NULL, NULL, 3, 2)");
            }
        }
        try (DurableStore store = DurableStore.open(folder)) {
            assertThat(await(store.records().recover())).extracting(Run::id).containsExactly("A");
            assertThat(await(store.records().list("me", RunQuery.newest(10))))
                    .extracting(Run::id, Run::root, Run::marks)
                    .containsExactly(
                            tuple("F", "D", Marks.NONE),
                            tuple("E", "D", Marks.NONE),
                            tuple("C", "A", Marks.NONE),
                            tuple("B", "A", Marks.NONE),
                            tuple("A", "A", Marks.NONE));
            await(store.delete("A"));
            assertThat(folder.resolve("inputs")).isEmptyDirectory();
        }
    }
}
