package dev.demist.engine.internal.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFileTest {

    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @TempDir
    Path folder;

    @Test
    void readsNamesTypesShapesAndValues() {
        Weights weights = Safetensors.read(new Safetensors()
                .f32("w", new int[] {2, 2}, 1, 2, 3, 4)
                .f32("scalar", new int[0], 7)
                .tensor("empty", "BF16", new int[] {0, 3}, new byte[0])
                .bytes());
        assertThat(weights.names()).containsExactly("w", "scalar", "empty");
        Weight w = weights.find("w").orElseThrow();
        assertThat(w.dtype()).isEqualTo(DType.F32);
        assertThat(w.shape()).containsExactly(2, 2);
        assertThat(w.data().getFloat(12)).isEqualTo(4);
        assertThat(weights.find("scalar").orElseThrow().data().getFloat(0)).isEqualTo(7);
        assertThat(weights.find("empty").orElseThrow().data().remaining()).isZero();
        assertThat(weights.find("other")).isEmpty();
    }

    @Test
    void acceptsWhitespaceAroundTheHeaderAndMetadata() {
        String header = " {\"__metadata__\":{\"format\":\"pt\"}," + A + "}   ";
        assertThat(Safetensors.read(Safetensors.file(header, new byte[8])).names())
                .containsExactly("a");
    }

    @Test
    void readsAValueOfTheMetadata() throws IOException {
        Path path = Files.write(
                folder.resolve("m.safetensors"),
                new Safetensors()
                        .f32("w", new int[] {1}, 1)
                        .metadata("note", "{\"a\"}")
                        .bytes());
        assertThat(SafetensorsFile.metadata(path, "note")).contains("{\"a\"}");
        assertThat(SafetensorsFile.metadata(path, "w")).isEmpty();
        Files.write(path, new Safetensors().f32("w", new int[] {1}, 1).bytes());
        assertThat(SafetensorsFile.metadata(path, "note")).isEmpty();
    }

    @Test
    void metadataOfNullIsNone() throws IOException {
        String header = "{\"__metadata__\":null," + A + "}";
        Path path = Files.write(folder.resolve("null.safetensors"), Safetensors.file(header, new byte[8]));
        assertThat(SafetensorsFile.open(path).names()).hasSize(1);
        assertThat(SafetensorsFile.metadata(path, "note")).isEmpty();
    }

    @Test
    void refusesAnEndlessValueOfTheMetadataOnlyWhenItIsAskedFor() throws IOException {
        Safetensors file = new Safetensors().f32("w", new int[] {1}, 1).metadata("note", "a".repeat(2 << 20));
        Path path = Files.write(folder.resolve("m.safetensors"), file.bytes());
        assertThat(SafetensorsFile.open(path).names()).containsExactly("w");
        assertThatThrownBy(() -> SafetensorsFile.metadata(path, "note")).isInstanceOf(DemistException.class);
    }

    @Test
    void mapsAFileOverTwoGibibytesWithoutReadingIt() throws IOException {
        long half = 1L << 30;
        String tensor = "\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}";
        String header = "{" + tensor.formatted("a", half - 3, 0, half - 3) + ","
                + tensor.formatted("b", half, half - 3, 2 * half - 3) + ","
                + tensor.formatted("c", 5, 2 * half - 3, 2 * half + 2) + "}";
        byte[] start = Safetensors.file(header, new byte[0]);
        Path path = folder.resolve("sparse.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.write(start);
            sparse.setLength(start.length + 2 * half + 2);
            sparse.seek(start.length + 2 * half + 1);
            sparse.write(42);
        }
        Weights weights = SafetensorsFile.open(path);
        assertThat(weights.find("b").orElseThrow().data().remaining()).isEqualTo((int) half);
        Weight last = weights.find("c").orElseThrow();
        assertThat(last.data().get(4)).isEqualTo((byte) 42);
        assertThat(last.data().isDirect() && last.data().isReadOnly()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void refusesALie(String name, byte[] file, String inMessage) {
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("x.safetensors")
                .hasMessageContaining(inMessage);
    }

    static Stream<Arguments> lies() {
        byte[] eight = new byte[8];
        return Stream.of(
                lie("empty file", new byte[0], "0 bytes"),
                lie("seven bytes", new byte[7], "7 bytes"),
                lie("header longer than the file", new byte[] {9, 0, 0, 0, 0, 0, 0, 0}, "header length 9"),
                lie("negative header length", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, "18446744073709551615"),
                lie("empty header", Safetensors.file("", eight), "the header"),
                lie("array header", Safetensors.file("[]", eight), "START_OBJECT"),
                lie("cut header", Safetensors.file("{" + A, eight), "JSON"),
                lie("two objects", Safetensors.file("{" + A + "}{}", eight), "goes on"),
                lie("not UTF-8", Safetensors.file(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80}, eight), "UTF-8"),
                lie("duplicate key", Safetensors.file("{" + A + "," + A + "}", eight), "Duplicate"),
                lie("duplicate field", header("\"dtype\":\"F32\",\"dtype\":\"F32\"", 8), "Duplicate"),
                lie("unknown field", header("\"dtype\":\"F32\",\"stride\":[1]", 8), "stride"),
                lie("unknown dtype", tensor("F31", "[2]", "[0,8]", 8), "F31"),
                lie("dtype is a number", header("\"dtype\":1,\"shape\":[],\"data_offsets\":[0,8]", 8), "dtype"),
                lie("no dtype", header("\"shape\":[2],\"data_offsets\":[0,8]", 8), "needs dtype"),
                lie("no shape", header("\"dtype\":\"F32\",\"data_offsets\":[0,8]", 8), "needs dtype"),
                lie("no offsets", header("\"dtype\":\"F32\",\"shape\":[2]", 8), "needs dtype"),
                lie("one offset", tensor("F32", "[2]", "[8]", 8), "two data_offsets"),
                lie("three offsets", tensor("F32", "[2]", "[0,4,8]", 8), "more than 2"),
                lie("shape too large", tensor("F32", "[3]", "[0,8]", 8), "needs 12 bytes"),
                lie("shape too small", tensor("F32", "[1]", "[0,8]", 8), "needs 4 bytes"),
                lie("negative size", tensor("F32", "[-2]", "[0,8]", 8), "-2"),
                lie("minus zero", tensor("F32", "[-0]", "[0,0]", 0), "-0"),
                lie("fraction", tensor("F32", "[2.0]", "[0,8]", 8), "VALUE_NUMBER_FLOAT"),
                lie("exponent", tensor("F32", "[2e0]", "[0,8]", 8), "VALUE_NUMBER_FLOAT"),
                lie("leading zero", tensor("F32", "[02]", "[0,8]", 8), "JSON"),
                lie("text size", tensor("F32", "[\"2\"]", "[0,8]", 8), "VALUE_STRING"),
                lie("nested shape", tensor("F32", "[[2]]", "[0,8]", 8), "START_ARRAY"),
                lie("size over 31 bits", tensor("U8", "[2147483648]", "[0,8]", 8), "2147483648"),
                lie("size over 64 bits", tensor("U8", "[99999999999999999999]", "[0,8]", 8), "JSON"),
                lie("product overflows", tensor("F64", "[2147483647,2147483647,2]", "[0,8]", 8), "counted"),
                lie("product wraps to 8", tensor("F64", "[65536,65536,65536,65536,1]", "[0,8]", 8), "counted"),
                lie("rank 17", tensor("U8", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,1]", 1), "more than 16"),
                lie("end before begin", tensor("F32", "[2]", "[8,0]", 8), "needs 8 bytes"),
                lie("offset over the end", tensor("F32", "[4]", "[0,16]", 8), "16 of 8"),
                lie("huge offset", tensor("F32", "[0]", "[9223372036854775807,9223372036854775807]", 8), "hole"),
                lie("hole at the start", tensor("F32", "[1]", "[4,8]", 8), "hole"),
                lie("bytes after the last tensor", tensor("F32", "[1]", "[0,4]", 8), "4 of 8"),
                lie("overlap", Safetensors.file("{" + A + "," + A.replace("\"a\"", "\"b\"") + "}", eight), "overlaps"),
                lie("metadata is text", Safetensors.file("{\"__metadata__\":\"x\"}", new byte[0]), "__metadata__"),
                lie(
                        "metadata of numbers",
                        Safetensors.file("{\"__metadata__\":{\"x\":1}}", new byte[0]),
                        "__metadata__"),
                lie(
                        "metadata twice",
                        Safetensors.file("{\"__metadata__\":{},\"__metadata__\":{}}", eight),
                        "Duplicate"),
                lie("tensor is text", Safetensors.file("{\"a\":\"F32\"}", eight), "'a'"),
                lie("deep nesting", Safetensors.file("{\"a\":".repeat(5000), eight), "field a"),
                lie("endless name", Safetensors.file("{\"" + "a".repeat(5000) + "\":{}}", eight), "JSON"),
                lie("too many tensors", Safetensors.file(many(HeaderParser.MAX_TENSORS + 1), new byte[0]), "16384"),
                lie("too much metadata", Safetensors.file(manyNotes(), new byte[0]), "10000"));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void refusesEveryTruncation(int length) {
        byte[] file = new Safetensors().f32("w", new int[] {3}, 1, 2, 3).bytes();
        assertThatThrownBy(() -> Safetensors.read(Arrays.copyOf(file, length))).isInstanceOf(DemistException.class);
    }

    static IntStream lengths() {
        return IntStream.range(
                0, new Safetensors().f32("w", new int[] {3}, 1, 2, 3).bytes().length);
    }

    @Test
    void namesATypeThatTheFormatHasButDemistHasNot() {
        assertThatThrownBy(() -> Safetensors.read(tensor("C64", "[1]", "[0,8]", 8)))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContaining("C64");
    }

    @Test
    void saysThatAFileIsNotThere() throws IOException {
        Files.createDirectories(folder);
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_MODEL));
    }

    private static Arguments lie(String name, byte[] file, String inMessage) {
        return Arguments.of(name, file, inMessage);
    }

    private static byte[] header(String fields, int dataBytes) {
        return Safetensors.file("{\"a\":{" + fields + "}}", new byte[dataBytes]);
    }

    private static byte[] tensor(String dtype, String shape, String offsets, int dataBytes) {
        String fields = "\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s".formatted(dtype, shape, offsets);
        return header(fields, dataBytes);
    }

    private static byte[] many(int tensors) {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < tensors; i++) {
            header.append(i == 0 ? "" : ",").append("\"").append(i).append("\":");
            header.append("{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        return header.append("}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] manyNotes() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"x\":\"\"");
        for (int i = 0; i < HeaderParser.MAX_METADATA; i++) {
            header.append(",\"").append(i).append("\":\"\"");
        }
        return header.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
