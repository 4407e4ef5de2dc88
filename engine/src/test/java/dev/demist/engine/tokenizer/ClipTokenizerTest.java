package dev.demist.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.Goldens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ClipTokenizerTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final ClipTokenizer tokenizer = ClipTokenizer.open(Goldens.root().resolve("models/pipe-sd-pndm/tokenizer"));

    @TestFactory
    Stream<DynamicTest> sameIdsAsTransformers() throws IOException {
        Path file = Goldens.root().resolve("models/tokens.json");
        return StreamSupport.stream(MAPPER.readTree(file.toFile()).spliterator(), false)
                .map(row -> DynamicTest.dynamicTest('"' + row.get("text").asText() + '"', () -> {
                    assertThat(tokenizer.ids(row.get("text").asText())).isEqualTo(ids(row.get("ids")));
                    assertThat(tokenizer.padded(row.get("text").asText(), 77)).isEqualTo(ids(row.get("padded")));
                }));
    }

    private static int[] ids(JsonNode array) {
        return MAPPER.convertValue(array, int[].class);
    }

    @Test
    void meIsToken614() {
        assertThat(tokenizer.ids("ME")).containsExactly(49406, 614, 49407);
    }

    @Test
    void longTextsAreNotCutOff() {
        assertThat(tokenizer.ids("word ".repeat(2000))).hasSize(2002);
    }
}
