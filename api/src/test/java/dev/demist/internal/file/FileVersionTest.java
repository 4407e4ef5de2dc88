package dev.demist.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVersionTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void checkpointThatIsReplacedOrRemovedIsNoLongerCurrent() throws IOException {
        Path index = Files.writeString(folder.resolve("model_index.json"), "{}");
        FileVersion version = FileVersion.of(Checkpoint.of(folder));
        assertThat(version.isCurrent()).isTrue();
        Files.writeString(index, "{\"_class_name\": \"Another\"}");
        assertThat(version.isCurrent()).isFalse();
        FileVersion other = FileVersion.of(Checkpoint.of(folder));
        Files.delete(index);
        assertThat(other.isCurrent()).isFalse();
        assertThat(FileVersion.of(Checkpoint.of(folder)).isCurrent()).isFalse();
    }

    @Test
    void singleFileIsItsOwnVersion() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "1");
        FileVersion version = FileVersion.of(Checkpoint.of(file));
        assertThat(version.isCurrent()).isTrue();
        Files.writeString(file, "12");
        assertThat(version.isCurrent()).isFalse();
    }
}
