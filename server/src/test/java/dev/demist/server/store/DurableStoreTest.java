package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStoreTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everythingIsThereAfterReopening() {
        Run run = RunStoreTest.run("A", "me", "x", Status.PAUSED);
        try (DurableStore store = DurableStore.open(folder)) {
            store.insert(List.of(run));
            store.saveState("A", RunStoreTest.state(4));
            store.savePicture("A", new byte[] {1});
        }
        try (DurableStore store = DurableStore.open(folder)) {
            assertThat(store.unfinished()).containsExactly(run);
            assertThat(store.lastState("A")).hasValue(RunStoreTest.state(4));
            assertThat(store.picture("A")).isPresent();
        }
    }

    @Test
    void secondServerOnTheSameFolderIsRefused() {
        try (DurableStore store = DurableStore.open(folder)) {
            assertThat(store.unfinished()).isEmpty();
            assertThatThrownBy(() -> DurableStore.open(folder))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll(folder.toString(), "in use", "--data");
        }
    }

    @Test
    void damagedNewestStateGivesWayToTheOneBefore() throws IOException {
        try (DurableStore store = DurableStore.open(folder)) {
            store.saveState("A", RunStoreTest.state(4));
            store.saveState("A", RunStoreTest.state(5));
            Path newest = folder.resolve("runs/A/5.state");
            byte[] bytes = Files.readAllBytes(newest);
            Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
            assertThat(store.lastState("A")).hasValue(RunStoreTest.state(4));
        }
    }

    @Test
    void whatCannotBeWrittenLeavesNothingHalfMade() throws IOException {
        try (DurableStore store = DurableStore.open(folder)) {
            Files.writeString(folder.resolve("runs/A"), "in the way");
            assertThatThrownBy(() -> store.saveState("A", RunStoreTest.state(4)))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContaining("runs/A");
            Files.createDirectories(folder.resolve("runs/B/image.png/full"));
            assertThatThrownBy(() -> store.savePicture("B", new byte[] {1}))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContaining("image.png");
            assertThat(folder.resolve("runs/B")).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void inputIsKeptOnceAndDeletedWithItsLastRun() {
        try (DurableStore store = DurableStore.open(folder)) {
            String reference = store.keepInput(new byte[] {1, 2, 3});
            assertThat(store.keepInput(new byte[] {1, 2, 3})).isEqualTo(reference);
            store.insert(List.of(withImage("A", reference), withImage("B", reference)));
            store.delete("A");
            assertThat(store.input(reference)).isPresent();
            store.delete("B");
            assertThat(store.input(reference)).isEmpty();
        }
    }

    private static Run withImage(String id, String reference) {
        RunRequest recipe = RunRequest.read(StrictJson.object(
                ("{\"prompt\": \"x\", \"image\": \"" + reference + "\"}").getBytes(StandardCharsets.UTF_8)));
        return new Run(id, "me", recipe, null, RunStoreTest.NOON, RunStoreTest.progress(Status.DONE));
    }
}
