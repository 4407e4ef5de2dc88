package dev.demist.engine.internal.weights.torchbin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any archive and any pickle is read or refused with the typed error. */
class TorchFuzzTest {

    @MethodSource("archives")
    @FuzzTest(maxDuration = "10m")
    void anyArchive(byte[] file) {
        readOrRefuse(file);
    }

    /** In an honest archive, so that the search spends its time in the pickle. */
    @MethodSource("pickles")
    @FuzzTest(maxDuration = "10m")
    void anyPickle(byte[] pickle) {
        readOrRefuse(TorchZip.of(pickle).floats("0", 1, 2, 3, 4, 5, 6).bytes());
    }

    static Stream<Arguments> archives() {
        return pickles()
                .map(pickle -> Arguments.of((Object) TorchZip.of((byte[]) pickle.get()[0])
                        .floats("0", 1, 2, 3, 4, 5, 6)
                        .bytes()));
    }

    static Stream<Arguments> pickles() {
        return Stream.of(
                        Pickle.protocol2()
                                .op("}")
                                .text("w")
                                .tensor("FloatStorage", "0", 2, 3)
                                .op("s"),
                        Pickle.protocol2()
                                .op("}(")
                                .text("a")
                                .op("]K\1aN)M\1\1}")
                                .raw(0x88, 0x8a, 1, 1)
                                .op("u"),
                        Pickle.protocol2()
                                .name("collections", "OrderedDict")
                                .op(")Rq\1h\1N")
                                .raw(0x85)
                                .op("b"))
                .map(pickle -> Arguments.of((Object) pickle.end()));
    }

    private static void readOrRefuse(byte[] file) {
        try {
            TorchZip.read(file);
        } catch (DemistException refused) {
            // the expected answer to a damaged or hostile file
        }
    }
}
