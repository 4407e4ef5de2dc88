package dev.demist.engine.weights.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;

/** Any bytes are read or refused with the typed error. {@code JAZZER_FUZZ=1} searches; without, seeds are replayed. */
class SafetensorsFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anyFile(byte[] file) {
        try {
            Safetensors.read(file);
        } catch (DemistException refused) {
            // the expected answer to a damaged file
        }
    }

    /** Behind a right length, so that the search spends its time in the header. */
    @FuzzTest(maxDuration = "10m")
    void anyHeader(byte[] header) {
        try {
            Safetensors.read(Safetensors.file(header, new byte[16]));
        } catch (DemistException refused) {
            // the expected answer to a damaged header
        }
    }
}
