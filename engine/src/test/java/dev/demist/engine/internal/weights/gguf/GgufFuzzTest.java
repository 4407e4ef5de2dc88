package dev.demist.engine.internal.weights.gguf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read or refused with the typed error. {@code JAZZER_FUZZ=1} searches; without, seeds are replayed. */
class GgufFuzzTest {

    private static final int FEW = 1 << 16;

    @MethodSource("files")
    @FuzzTest(maxDuration = "10m")
    void anyFile(byte[] file) {
        try {
            Weights weights = Gguf.read(file);
            weights.all()
                    .filter(weight -> weight.dtype().isFloat() && weight.elements() < FEW)
                    .forEach(GgufFuzzTest::values);
        } catch (DemistException refused) {
            // the expected answer to a damaged file
        }
    }

    private static void values(Weight weight) {
        FloatValues.of(weight);
    }

    static Stream<Arguments> files() {
        byte[] small = new Gguf()
                .text("general.architecture", "t5encoder")
                .value("comfy.gguf.orig_shape.b", 9, new byte[] {5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0})
                .tensor("a", 0, new byte[16], 2, 2)
                .tensor("b", 8, new byte[68], 32, 2)
                .tensor("c", 12, new byte[144], 256)
                .tensor("d", 14, new byte[210], 256)
                .bytes();
        return Stream.of(small, new Gguf().bytes(), new byte[0]).map(file -> Arguments.of((Object) file));
    }
}
