package dev.demist.engine.tokenizer;

import static dev.demist.engine.tokenizer.TestTokenizer.CLIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.TokenizerKind;
import dev.demist.engine.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ClipTokenizer SLOW = ClipTokenizer.open(TestTokenizer.FOLDER, null, TokenizerKind.SLOW);

    static Stream<JsonNode> goldens() throws IOException {
        return rows("models/tokens.json");
    }

    static Stream<JsonNode> slowGoldens() throws IOException {
        return rows("models/tokens-slow.json");
    }

    private static Stream<JsonNode> rows(String golden) throws IOException {
        JsonNode rows = MAPPER.readTree(Goldens.path(golden).toFile());
        return StreamSupport.stream(rows.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("slowGoldens")
    void equalsTheSlowReferenceIfThatIsAskedFor(JsonNode golden) {
        assertThat(SLOW.ids(golden.get("text").asText())).isEqualTo(ints(golden.get("ids")));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheReference(JsonNode golden) {
        String text = golden.get("text").asText();
        assertThat(CLIP.ids(text)).isEqualTo(ints(golden.get("ids")));
        assertThat(CLIP.padded(text, 77)).isEqualTo(ints(golden.get("padded")));
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    @Test
    void meIsToken614() {
        assertThat(CLIP.ids("ME")).containsExactly(49406, 614, 49407);
    }

    @Test
    void nothingIsCutOffAVeryLongText() {
        assertThat(CLIP.ids("word ".repeat(5000))).hasSize(5002);
    }

    @Test
    void namesItsTokens() {
        assertThat(CLIP.token(CLIP.begin().orElseThrow())).isEqualTo("<|startoftext|>");
        assertThat(CLIP.token(CLIP.ids("horse")[1])).isEqualTo("horse</w>");
        assertThatThrownBy(() -> CLIP.token(49408))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("49408");
    }

    @Test
    void threadsShareOne() {
        List<int[]> ids = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> CLIP.ids("cat " + i))
                .toList();
        assertThat(ids.get(7)).isEqualTo(CLIP.ids("cat 7"));
    }

    @Test
    void padsWithTheTokenThatTheCheckpointNames(@TempDir Path folder) throws IOException {
        copyVocabulary(folder);
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"pad_token\": {\"content\": \"!\"}}");
        ClipTokenizer sd2 = ClipTokenizer.open(folder);
        assertThat(sd2.padded("cat", 6)).containsExactly(49406, 2368, 49407, 0, 0, 0);
    }

    @Test
    void readsThePadTokenOfTheTokenizerConfig(@TempDir Path folder) throws IOException {
        copyVocabulary(folder);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"pad_token\": \"!\"}");
        assertThat(ClipTokenizer.open(folder).pad()).isZero();
    }

    @Test
    void noPadTokenIsTheEndToken(@TempDir Path folder) throws IOException {
        copyVocabulary(folder);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"pad_token\": null}");
        assertThat(ClipTokenizer.open(folder).pad()).isEqualTo(49407);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingMayStandInOneFile(boolean pairsAsLists, @TempDir Path folder) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        ObjectNode model = json.putObject("model");
        model.set(
                "vocab",
                MAPPER.readTree(TestTokenizer.FOLDER.resolve("vocab.json").toFile()));
        ArrayNode merges = model.putArray("merges");
        Files.readAllLines(TestTokenizer.FOLDER.resolve("merges.txt")).stream()
                .filter(line -> !line.startsWith("#version"))
                .forEach(line -> {
                    if (pairsAsLists) {
                        Stream.of(line.split(" ")).forEach(merges.addArray()::add);
                    } else {
                        merges.add(line);
                    }
                });
        json.putObject("padding").put("pad_token", "!");
        MAPPER.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        ClipTokenizer tokenizer = ClipTokenizer.open(folder);
        String text = "A red apple, and 12 turtles' shells";
        assertThat(tokenizer.ids(text)).isEqualTo(CLIP.ids(text));
        assertThat(tokenizer.pad()).isZero();
    }

    @Test
    void addedTokensAreWholeWords(@TempDir Path folder) throws IOException {
        copyVocabulary(folder);
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<cat-toy>\": 49408}");
        ClipTokenizer tokenizer = ClipTokenizer.open(folder);
        assertThat(tokenizer.ids("a <cat-toy> me")).containsExactly(49406, 320, 49408, 614, 49407);
        assertThat(tokenizer.token(49408)).isEqualTo("<cat-toy>");
    }

    @Test
    void aMissingVocabularyIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .hasMessageContaining("vocab.json")
                .hasFieldOrPropertyWithValue("code", ErrorCode.NOT_FOUND);
    }

    @Test
    void damagedFilesAreRefused(@TempDir Path folder) throws IOException {
        for (String vocabulary : List.of("{\"a\": ", "[]", "{}", "{\"<|startoftext|>\": 0}")) {
            Files.writeString(folder.resolve("vocab.json"), vocabulary);
            Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
            assertCorrupt(folder);
        }
        copyVocabulary(folder);
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nnoSuch tokenOfIt</w>\n");
        assertCorrupt(folder);
    }

    private static void assertCorrupt(Path folder) {
        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining(folder.toString())
                .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_FILE);
    }

    private static void copyVocabulary(Path folder) throws IOException {
        for (String file : List.of("vocab.json", "merges.txt")) {
            Files.deleteIfExists(folder.resolve(file));
            Files.copy(TestTokenizer.FOLDER.resolve(file), folder.resolve(file));
        }
    }
}
