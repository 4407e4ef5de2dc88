package dev.demist.engine.internal.weights.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read or refused with the typed error. {@code JAZZER_FUZZ=1} searches; without, seeds are replayed. */
class SafetensorsFuzzTest {

    @MethodSource("files")
    @FuzzTest(maxDuration = "10m")
    void anyFile(byte[] file) {
        try {
            Safetensors.read(file);
        } catch (DemistException refused) {
            // the expected answer to a damaged file
        }
    }

    /** Behind a right length, so that the search spends its time in the header. */
    @MethodSource("headers")
    @FuzzTest(maxDuration = "10m")
    void anyHeader(byte[] header) {
        try {
            Safetensors.read(Safetensors.file(header, new byte[16]));
        } catch (DemistException refused) {
            // the expected answer to a damaged header
        }
    }

    static Stream<Arguments> files() {
        return headers().map(header -> Arguments.of((Object) Safetensors.file((byte[]) header.get()[0], new byte[16])));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}",
                        "{\"__metadata__\":{\"format\":\"pt\"},"
                                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[8],\"data_offsets\":[0,16]}} ",
                        "{\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                                + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }
}
