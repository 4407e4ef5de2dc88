package dev.demist.engine.internal.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vocabulary of an 8 B Qwen3, in a file that takes no room on the disk but for its last block. */
final class LargeTensorTest {

    private static final int Q8_0 = 8;
    private static final int ROWS = 151_936;
    private static final int ROW = 4096;
    private static final int BLOCK = 32;
    private static final int BLOCK_BYTES = 34;
    private static final short ONE = 0x3C00;

    @TempDir
    Path folder;

    private Path write(long rows) throws IOException {
        byte[] head = new Gguf()
                .tensor("token_embd.weight", Q8_0, new byte[0], ROW, rows)
                .bytes();
        Path path = folder.resolve("large.gguf");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(head);
            long end = head.length + rows * ROW / BLOCK * BLOCK_BYTES;
            file.setLength(end);
            file.seek(end - BLOCK_BYTES);
            file.writeShort(Short.reverseBytes(ONE));
            file.write(new byte[] {5, -6});
        }
        return path;
    }

    @Test
    void rowsOfMoreNumbersThanAJavaBufferHoldsAreRead() throws IOException {
        Weights weights = GgufFile.open(write(ROWS));
        Weight weight = weights.find("token_embd.weight").orElseThrow();
        assertThat(weight.bytes()).isEqualTo(4L * ROWS * ROW).isGreaterThan(Integer.MAX_VALUE);
        ByteBuffer last = ByteBuffer.allocate(Float.BYTES * ROW).order(ByteOrder.LITTLE_ENDIAN);
        weight.rows(ROWS - 1, 1).writeTo(last);
        assertThat(last.getFloat(Float.BYTES * (ROW - BLOCK))).isEqualTo(5);
        assertThat(last.getFloat(Float.BYTES * (ROW - BLOCK + 1))).isEqualTo(-6);
        assertThatThrownBy(weight::data)
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("token_embd.weight", "2489319424", "at once");
    }

    @Test
    void aTensorOfMoreBytesThanASliceIsRefused() throws IOException {
        Path path = write(3 * ROWS);
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("one weight of", Long.toString(MappedFile.MAX_SLICE));
    }

    @Test
    void slicesOfOneAndAHalfGibibytesAreInOneWindow() throws IOException {
        MappedFile file = MappedFile.open(write(3 * ROWS));
        long start = file.size() - MappedFile.MAX_SLICE;
        ByteBuffer slice = file.slice(start, MappedFile.MAX_SLICE);
        assertThat(slice.getShort((int) MappedFile.MAX_SLICE - BLOCK_BYTES)).isEqualTo(ONE);
        assertThat(file.slice(1L << 28, MappedFile.MAX_SLICE).remaining()).isEqualTo(MappedFile.MAX_SLICE);
    }
}
