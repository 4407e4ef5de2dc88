package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedModelsTest {

    /** SHA-256 of "hello\n". */
    private static final String HELLO = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    @TempDir
    Path folder;

    @Test
    void findsTheModelsThatShipWithDemist() {
        assertThat(EmbeddedModels.load(EmbeddedModels.class.getClassLoader()).names())
                .contains("emoji");
    }

    @Test
    void theListHoldsEveryFileOfTheModels() throws IOException {
        Path models = Path.of(System.getProperty("demist.root"), "models/src/main/resources/dev/demist/models");
        try (Stream<Path> files = Files.walk(models)) {
            List<String> there = files.filter(Files::isRegularFile)
                    .map(file -> models.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.equals("SHA256SUMS"))
                    .toList();
            List<String> listed = Files.readAllLines(models.resolve("SHA256SUMS")).stream()
                    .map(line -> line.substring(66))
                    .toList();
            assertThat(listed).containsExactlyInAnyOrderElementsOf(there);
        }
    }

    @Test
    void unpacksAModelAndRepairsADamagedFile() throws IOException {
        EmbeddedModels models = models("hello\n");
        Path file = models.unpack("tiny", folder.resolve("cache")).resolve("unet/config.json");
        assertThat(file).hasContent("hello\n");
        Files.writeString(file, "damaged");
        models.unpack("tiny", folder.resolve("cache"));
        assertThat(file).hasContent("hello\n");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void readsAFileAgainOnlyOnceItHasChanged() throws IOException {
        EmbeddedModels models = models("hello\n");
        Path file = models.unpack("tiny", folder.resolve("cache")).resolve("unet/config.json");
        models.unpack("tiny", folder.resolve("cache"));
        FileTime before = Files.getLastModifiedTime(file);
        byte[] other = new byte[Math.toIntExact(Files.size(file))];
        Files.write(file, other);
        Files.setLastModifiedTime(file, before);
        models.unpack("tiny", folder.resolve("cache"));
        assertThat(file).hasBinaryContent(other);
        Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 5000));
        models.unpack("tiny", folder.resolve("cache"));
        assertThat(Files.readAllBytes(file)).isNotEqualTo(other);
    }

    @Test
    void leavesAWholeFileAsItIs() throws IOException {
        EmbeddedModels models = models("hello\n");
        Path file = models.unpack("tiny", folder.resolve("cache")).resolve("unet/config.json");
        Object before = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        models.unpack("tiny", folder.resolve("cache"));
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(before);
    }

    @Test
    void manyThreadsMayUnpackAtOnce() throws IOException {
        EmbeddedModels models = models("hello\n");
        List<CompletableFuture<Path>> all = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> models.unpack("tiny", folder.resolve("cache"))))
                .limit(8)
                .toList();
        all.forEach(one -> assertThat(one.join().resolve("unet/config.json")).hasContent("hello\n"));
    }

    @Test
    void refusesADamagedJar() throws IOException {
        EmbeddedModels models = models("other");
        assertThatThrownBy(() -> models.unpack("tiny", folder.resolve("cache")))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("tiny/unet/config.json");
        assertThat(folder.resolve("cache/tiny/unet")).isEmptyDirectory();
    }

    @Test
    void namesTheEmbeddedModelsWhenOneIsUnknown() throws IOException {
        EmbeddedModels models = models("hello\n");
        assertThatThrownBy(() -> models.unpack("huge", folder))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_MODEL))
                .hasMessageContaining("[tiny]");
    }

    private EmbeddedModels models(String content) throws IOException {
        Path root = folder.resolve("classes/dev/demist/models");
        Files.createDirectories(root.resolve("tiny/unet"));
        Files.writeString(root.resolve("tiny/unet/config.json"), content);
        Files.writeString(root.resolve("SHA256SUMS"), HELLO + "  tiny/unet/config.json\n");
        URL classes = folder.resolve("classes").toUri().toURL();
        return EmbeddedModels.load(new URLClassLoader(new URL[] {classes}, null));
    }
}
