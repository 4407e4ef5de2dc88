package dev.demist.engine.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process is said to have in memory of a mapped file. */
final class MappedFileForgetTest {

    private static final int SIZE = 4 << 20;

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatWasReadLeavesTheProcessAndIsBackWhenItIsReadAgain() throws IOException {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, (byte) 7);
        MappedFile file = MappedFile.open(Files.write(folder.resolve("weights"), content));
        ByteBuffer slice = file.slice(0, SIZE);
        assertThat(read(slice)).isEqualTo(content);
        assertThat(residentKilobytes(file.path())).isEqualTo(SIZE >> 10);
        file.forget();
        assertThat(residentKilobytes(file.path())).isZero();
        assertThat(read(slice)).isEqualTo(content);
    }

    @Test
    void bytesThatAreInNoFileStay() {
        byte[] content = {1, 2, 3};
        ByteBuffer direct =
                ByteBuffer.allocateDirect(content.length).put(content).flip();
        MappedFile file = MappedFile.of(Path.of("name"), direct);
        file.forget();
        assertThat(read(file.slice(0, content.length))).isEqualTo(content);
    }

    private static byte[] read(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static int residentKilobytes(Path file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        int mapping = 0;
        while (!lines.get(mapping).endsWith(file.toRealPath().toString())) {
            mapping++;
        }
        return lines.stream()
                .skip(mapping)
                .filter(line -> line.startsWith("Rss:"))
                .map(line -> line.split("\\s+")[1])
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
