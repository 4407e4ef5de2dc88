package dev.demist.engine.internal.weights.torchbin;

import static dev.demist.ErrorCode.CORRUPT_FILE;
import static dev.demist.ErrorCode.UNSUPPORTED_MODEL;

import dev.demist.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that cost a careless reader memory or time, or are two archives at once. */
class BombTest {

    private static final byte[] GOOD = TorchZip.of(Pickle.protocol2()
                    .op("}")
                    .text("w")
                    .tensor("FloatStorage", "0", 2)
                    .op("s")
                    .end())
            .floats("0", 1, 2)
            .bytes();
    private static final int LOCAL = 0;
    private static final int DIRECTORY =
            ByteBuffer.wrap(GOOD).order(ByteOrder.LITTLE_ENDIAN).getInt(GOOD.length - 6);
    private static final int END = GOOD.length - 22;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"pickles", "zips", "formats"})
    void refuses(String what, byte[] file, ErrorCode code, String inMessage) {
        Refusal.assertRefused(file, code, inMessage);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void refusesEveryTruncation(int length) {
        ErrorCode code = length < 4 ? UNSUPPORTED_MODEL : CORRUPT_FILE;
        Refusal.assertRefused(Arrays.copyOf(GOOD, length), code, "");
    }

    static IntStream lengths() {
        return IntStream.range(0, GOOD.length);
    }

    static Stream<Arguments> pickles() {
        return Stream.of(
                pickle("values on the stack", repeat("N", PickleStack.MAX_DEPTH + 1), "65536 values"),
                pickle("marks", repeat("(", PickleStack.MAX_MARKS + 1), "1024 marks"),
                pickle("memo", memo(), "131072 values in the memo"),
                pickle("containers", start("]").op(("(" + "}".repeat(60_000) + "e").repeat(3)), "131072 containers"),
                pickle("steps", start("]").op("Na".repeat(Unpickler.MAX_STEPS / 2)), "500000 steps"),
                pickle("text of 4 GB", start("").raw('X', -1, -1, -1, -1), "4294967295"),
                pickle("text over the end", start("").raw('X', 0, 0, 1, 0), "ends in the middle"),
                pickle("long text", start("").text("a".repeat(PickleReader.MAX_TEXT + 1)), "1048577"),
                pickle("number of 255 bytes", start("").raw(0x8a, 255), "255 bytes"),
                pickle("endless name", start("c" + "a".repeat(100_000)), "256 bytes"),
                pickle("dictionaries in dictionaries", nested(), "nested"),
                pickle(
                        "dictionary in itself",
                        start("}").put(0).text("a").get(0).op("s"),
                        "nested"),
                pickle("dictionaries shared a billionfold", shared(), "nested"),
                pickle("the same key twice", twice(), "occurs twice"),
                pickle("copies of a storage without end", copies(), "unusual strides"),
                Arguments.of(
                        "pickle of 17 MB", TorchZip.of(new byte[17 << 20]).bytes(), CORRUPT_FILE, "at most 16777216"));
    }

    static Stream<Arguments> zips() {
        int first = DIRECTORY;
        return Stream.of(
                zip("deflated", TorchZip.of(new byte[1 << 20]).bytes(ZipEntry.DEFLATED), "method 8"),
                zip("encrypted", patch(f -> f.putShort(first + 8, (short) 1)), "flags 1"),
                zip("method 12", patch(f -> f.putShort(first + 10, (short) 12)), "method 12"),
                zip("two sizes", patch(f -> f.putInt(first + 24, 1 << 30)), "unpacked"),
                zip(
                        "larger than the file",
                        patch(f -> f.putInt(first + 20, 1 << 30).putInt(first + 24, 1 << 30)),
                        "local"),
                zip("zip64 size without its field", patch(f -> f.putInt(first + 24, -1)), "cut off"),
                zip("local name differs", patch(f -> f.put(LOCAL + 30, (byte) 'x')), "contradicts"),
                zip("local name length differs", patch(f -> f.putShort(LOCAL + 26, (short) 1)), "contradicts"),
                zip("local method differs", patch(f -> f.putShort(LOCAL + 8, (short) 8)), "contradicts"),
                zip("local flags differ", patch(f -> f.putShort(LOCAL + 6, (short) 1)), "contradicts"),
                zip("local size differs", patch(f -> f.putInt(LOCAL + 22, 1)), "contradicts"),
                zip("no local header", patch(f -> f.putInt(first + 42, 4)), "reach over"),
                zip("local header in the directory", patch(f -> f.putInt(first + 42, first)), "overlaps"),
                zip("entry at -1", patch(f -> f.putInt(first + 42, -1)), "cut off"),
                zip("pickle with a wrong checksum", patch(f -> f.putInt(first + 16, 7)), "CRC-32"),
                zip("two entries at one place", samePlace(), "overlaps"),
                zip("the same name twice", sameName(), "occurs twice"),
                zip(
                        "more entries than there are",
                        patch(f -> f.putShort(END + 8, (short) 3).putShort(END + 10, (short) 3)),
                        "cut off"),
                zip(
                        "fewer entries than there are",
                        patch(f -> f.putShort(END + 8, (short) 1).putShort(END + 10, (short) 1)),
                        "more than 1"),
                zip("several volumes", patch(f -> f.putShort(END + 4, (short) 1)), "volumes"),
                zip("directory elsewhere", patch(f -> f.putInt(END + 16, 0)), "does not end"),
                zip("directory of 4 GB", patch(f -> f.putInt(END + 12, -1)), "does not end"),
                zip("comment", patch(f -> f.putShort(END + 20, (short) 1)), "cut off"),
                zip("bytes after the end", Arrays.copyOf(GOOD, GOOD.length + 1), "cut off"),
                zip("another archive after the end", twoArchives(), "does not end"),
                zip(
                        "way upwards",
                        TorchZip.of(new byte[1]).with("m/../../x", new byte[1]).bytes(),
                        "relative path"),
                zip(
                        "absolute path",
                        TorchZip.of(new byte[1]).with("/etc/x", new byte[1]).bytes(),
                        "relative path"),
                zip(
                        "backslash",
                        TorchZip.of(new byte[1]).with("m\\x", new byte[1]).bytes(),
                        "relative path"),
                zip(
                        "NUL in a name",
                        TorchZip.of(new byte[1]).with("m/\0x", new byte[1]).bytes(),
                        "relative path"),
                zip(
                        "endless name",
                        TorchZip.of(new byte[1])
                                .with("m/" + "a".repeat(600), new byte[1])
                                .bytes(),
                        "relative path"),
                zip("zip64 end elsewhere", zip64(1L << 62, 1), "claims the offset"),
                zip("zip64 end with 2^62 entries", zip64(END, 1L << 62), "zip entries"),
                zip("zip64 end with -1 entries", zip64(END, -1), "zip entries"),
                zip(
                        "two folders",
                        TorchZip.of(new byte[1]).with("n/data.pkl", new byte[1]).bytes(),
                        "data.pkl"),
                zip("no pickle", new TorchZip().with("m/version", new byte[1]).bytes(), "data.pkl"),
                zip("no entries", patchedEnd(), "data.pkl"),
                zip("archive as pickle", TorchZip.of(GOOD).bytes(), "protocol 2"),
                zip("empty pickle", TorchZip.of(new byte[0]).bytes(), "ends in the middle"));
    }

    static Stream<Arguments> formats() {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.ISO_8859_1), 0, tar, 257, 5);
        return Stream.of(
                format("tar", tar, "tar archive"),
                format("pickle of torch 1.5", new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10}, "bare pickle"),
                format("pickle of protocol 4", new byte[] {(byte) 0x80, 4, (byte) 0x95}, "bare pickle"),
                format("GGUF", "GGUF\3\0\0\0".getBytes(StandardCharsets.ISO_8859_1), "GGUF"),
                format("page", "<html>".getBytes(StandardCharsets.ISO_8859_1), "not a weight file"),
                format("nothing", new byte[0], "not a weight file"),
                format(
                        "TorchScript",
                        TorchZip.of(new byte[1])
                                .with("m/constants.pkl", new byte[1])
                                .bytes(),
                        "TorchScript"),
                format(
                        "code",
                        TorchZip.of(new byte[1])
                                .with("m/code/__torch__.py", new byte[1])
                                .bytes(),
                        "TorchScript"),
                format(
                        "big-endian",
                        TorchZip.of(new byte[1])
                                .with("m/byteorder", "big".getBytes(StandardCharsets.UTF_8))
                                .bytes(),
                        "little-endian"),
                Arguments.of(
                        "Git LFS pointer",
                        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8),
                        CORRUPT_FILE,
                        "Git LFS"));
    }

    private static Pickle memo() {
        Pickle pickle = start("}");
        for (int slot = 0; slot <= PickleStack.MAX_MEMO; slot++) {
            pickle.put(slot);
        }
        return pickle;
    }

    private static Pickle nested() {
        Pickle pickle = start("}");
        for (int depth = 0; depth < 50; depth++) {
            pickle.text("a").op("}");
        }
        return pickle.op("s".repeat(50));
    }

    /** Six levels, each naming the one before a hundred times, in one dictionary. */
    private static Pickle shared() {
        Pickle pickle = start("}").text("0").op("}").put(0).op("s");
        for (int level = 1; level <= 6; level++) {
            pickle.text(Integer.toString(level)).op("}(");
            for (int key = 0; key < 100; key++) {
                pickle.number(key).get(level - 1);
            }
            pickle.op("u").put(level).op("s");
        }
        return pickle;
    }

    private static Pickle twice() {
        return start("}")
                .text("a.b")
                .tensor("FloatStorage", "0", 2)
                .op("s")
                .text("a")
                .op("}")
                .text("b")
                .tensor("FloatStorage", "0", 2)
                .op("ss");
    }

    /** Each copy is as large as the storage; together they would be a thousand times the file. */
    private static Pickle copies() {
        Pickle pickle = start("}");
        for (int i = 0; i < 1000; i++) {
            pickle.number(i)
                    .tensor("FloatStorage", "1", 1600, 0, new long[] {40, 40}, new long[] {1, 40})
                    .op("s");
        }
        return pickle;
    }

    private static byte[] samePlace() {
        byte[] file = TorchZip.of(new byte[1]).with("m/data.pk2", new byte[1]).bytes();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(file.length - 6);
        bytes.putInt(directory + 46 + 10 + 42, 0);
        return file;
    }

    private static byte[] sameName() {
        byte[] file = TorchZip.of(new byte[1]).with("m/data.pk2", new byte[1]).bytes();
        for (int i = 0; i < file.length - 2; i++) {
            if (file[i] == 'p' && file[i + 1] == 'k' && file[i + 2] == '2') {
                file[i + 2] = 'l';
            }
        }
        return file;
    }

    private static byte[] twoArchives() {
        byte[] file = Arrays.copyOf(GOOD, 2 * GOOD.length);
        System.arraycopy(GOOD, 0, file, GOOD.length, GOOD.length);
        return file;
    }

    private static byte[] patchedEnd() {
        byte[] end = Arrays.copyOfRange(GOOD, END, GOOD.length);
        byte[] file = ByteBuffer.allocate(4 + 22)
                .put("PK\3\4".getBytes(StandardCharsets.ISO_8859_1))
                .put(end)
                .array();
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(12, 0)
                .putInt(16, 0)
                .putInt(20, 4);
        return file;
    }

    /** The good archive with zip64 end records that say where they stand and how many entries there are. */
    private static byte[] zip64(long place, long entries) {
        return ByteBuffer.allocate(GOOD.length + 76)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(GOOD, 0, END)
                .putInt(0x06064b50)
                .putLong(44)
                .putInt(0)
                .putLong(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(END - DIRECTORY)
                .putLong(DIRECTORY)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(place)
                .putInt(1)
                .put(GOOD, END, 22)
                .array();
    }

    private static byte[] patch(Consumer<ByteBuffer> change) {
        byte[] file = GOOD.clone();
        change.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        return file;
    }

    private static Pickle start(String instructions) {
        return Pickle.protocol2().op(instructions);
    }

    private static Pickle repeat(String instructions, int times) {
        return start(instructions.repeat(times));
    }

    private static Arguments pickle(String what, Pickle pickle, String inMessage) {
        byte[] file = TorchZip.of(pickle.end())
                .floats("0", 1, 2)
                .floats("1", new float[1600])
                .bytes();
        return Arguments.of(what, file, CORRUPT_FILE, inMessage);
    }

    private static Arguments zip(String what, byte[] file, String inMessage) {
        return Arguments.of(what, file, CORRUPT_FILE, inMessage);
    }

    private static Arguments format(String what, byte[] file, String inMessage) {
        return Arguments.of(what, file, UNSUPPORTED_MODEL, inMessage);
    }
}
