package dev.demist.engine.internal.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any index of shards is followed or refused with the typed error. */
class ShardIndexFuzzTest {

    @MethodSource("indexes")
    @FuzzTest(maxDuration = "10m")
    void anyIndex(byte[] json) throws IOException {
        Path index = Files.createTempFile("demist", ".index.json");
        try {
            WeightFiles.open(Files.write(index, json), null);
        } catch (DemistException refused) {
            // the expected answer: at best, the index names a file that is not there
        } finally {
            Files.delete(index);
        }
    }

    static Stream<Arguments> indexes() {
        return Stream.of(
                        "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"a\":\"s.safetensors\",\"b\":\"t.bin\"}}",
                        "{\"weight_map\":{\"a\":\"../s.safetensors\"}}",
                        "{\"weight_map\":{\"a\":[]}}",
                        "{\"weight_map\":{\"a\":\"i.json\"}}")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }
}
