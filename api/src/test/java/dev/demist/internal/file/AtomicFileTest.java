package dev.demist.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void replacesAFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, new byte[] {1});
        AtomicFile.writeUnforced(file, new byte[] {2, 3});
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aFailedContentLeavesTheOlderFileAndNoDraft() throws IOException {
        Path file = Files.write(folder.resolve("a.txt"), new byte[] {1});
        assertThatThrownBy(() -> AtomicFile.replace(file, draft -> {
                    Files.write(draft, new byte[] {2});
                    throw new IOException("disk full");
                }))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("disk full");
        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aNameThatCannotBeTakenLeavesNoDraft() throws IOException {
        Files.createDirectories(folder.resolve("a.txt/inner"));
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a.txt"), new byte[] {1}))
                .isInstanceOf(DemistException.class);
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void namesTheMissingFolder() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/a.txt"), new byte[0]))
                .hasMessageContaining("there is no folder " + folder.resolve("none"));
    }

    @Test
    void hashesBytesAndFilesAlike() throws IOException {
        byte[] abc = {'a', 'b', 'c'};
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, B.1
        assertThat(Sha256.of(abc)).isEqualTo(expected);
        assertThat(Sha256.of(Files.write(folder.resolve("abc"), abc))).isEqualTo(expected);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
