package dev.demist.engine.internal.weights.gguf;

import dev.demist.engine.internal.weights.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of GGUF's tensors that can be read: plain numbers, and blocks of numbers with common scales. Source: the
 * format's specification (ggml-org/ggml, docs/gguf.md).
 */
enum GgufType {
    F32(0, DType.F32),
    F16(1, DType.F16),
    Q4_0(2, 32, 18, Blocks::q40),
    Q4_1(3, 32, 20, Blocks::q41),
    Q5_0(6, 32, 22, Blocks::q50),
    Q5_1(7, 32, 24, Blocks::q51),
    Q8_0(8, 32, 34, Blocks::q80),
    Q4_K(12, 256, 144, SuperBlocks::q4k),
    Q5_K(13, 256, 176, SuperBlocks::q5k),
    Q6_K(14, 256, 210, SuperBlocks::q6k),
    I8(24, DType.I8),
    I16(25, DType.I16),
    I32(26, DType.I32),
    I64(27, DType.I64),
    F64(28, DType.F64),
    BF16(30, DType.BF16);

    /** The types that are not read, by their numbers from 0 on; those that are, or are no longer in use, are empty. */
    private static final List<String> OTHERS = List.of(
            "",
            "",
            "",
            "",
            "Q4_2",
            "Q4_3",
            "",
            "",
            "",
            "Q8_1",
            "Q2_K",
            "Q3_K",
            "",
            "",
            "",
            "Q8_K",
            "IQ2_XXS",
            "IQ2_XS",
            "IQ3_XXS",
            "IQ1_S",
            "IQ4_NL",
            "IQ3_S",
            "IQ2_S",
            "IQ4_XS",
            "",
            "",
            "",
            "",
            "",
            "IQ1_M",
            "",
            "Q4_0_4_4",
            "Q4_0_4_8",
            "Q4_0_8_8",
            "TQ1_0",
            "TQ2_0",
            "IQ4_NL_4_4",
            "IQ4_NL_4_8",
            "IQ4_NL_8_8",
            "MXFP4");

    private final int number;
    private final int blockElements;
    private final int blockBytes;
    private final @Nullable DType plain;
    private final @Nullable Decoder decoder;

    GgufType(int number, DType plain) {
        this(number, 1, plain.bytes(), plain, null);
    }

    GgufType(int number, int blockElements, int blockBytes, Decoder decoder) {
        this(number, blockElements, blockBytes, null, decoder);
    }

    GgufType(int number, int blockElements, int blockBytes, @Nullable DType plain, @Nullable Decoder decoder) {
        this.number = number;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.plain = plain;
        this.decoder = decoder;
    }

    /** The type of a number in a file; empty if it cannot be read. */
    static Optional<GgufType> of(long number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /** The name of a type that cannot be read. */
    static String nameOf(long number) {
        String name = number >= 0 && number < OTHERS.size() ? OTHERS.get((int) number) : "";
        return name.isEmpty() ? "number " + number : name;
    }

    /** The names of all types that can be read. */
    static List<String> names() {
        return Stream.of(values()).map(GgufType::name).toList();
    }

    /** The number of elements that have scales in common; 1 for plain numbers. */
    int blockElements() {
        return blockElements;
    }

    /** The bytes of a block. */
    int blockBytes() {
        return blockBytes;
    }

    /** The type of plain numbers; null for blocks. */
    @Nullable
    DType plain() {
        return plain;
    }

    /** Computes the values of blocks; null for plain numbers. */
    @Nullable
    Decoder decoder() {
        return decoder;
    }
}
