package dev.demist.engine.tokenizer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any vocabulary and any merges are a tokenizer or refused with the typed error; the native library survives them. */
class TokenizerFuzzTest {

    private static final String VOCABULARY =
            "{\"a\":0,\"b\":1,\"ab\":2,\"a</w>\":3,\"ab</w>\":4,\"<|startoftext|>\":5,\"<|endoftext|>\":6}";
    private static final String MERGES = "#version: 0.2\na b\nab </w>\n";

    @MethodSource("vocabularies")
    @FuzzTest(maxDuration = "10m")
    void anyVocabulary(byte[] vocabulary) throws IOException {
        readOrRefuse(vocabulary, MERGES.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("merges")
    @FuzzTest(maxDuration = "10m")
    void anyMerges(byte[] merges) throws IOException {
        readOrRefuse(VOCABULARY.getBytes(StandardCharsets.UTF_8), merges);
    }

    static Stream<Arguments> vocabularies() {
        return bytes(VOCABULARY, "{\"<|startoftext|>\":-1,\"<|endoftext|>\":99999999999}", "[]", "{}");
    }

    static Stream<Arguments> merges() {
        return bytes(MERGES, "a b\nb a\n", "a\n", "a b ab\n", "", "x y\n");
    }

    private static Stream<Arguments> bytes(String... texts) {
        return Stream.of(texts).map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void readOrRefuse(byte[] vocabulary, byte[] merges) throws IOException {
        Path folder = Files.createTempDirectory("demist");
        try {
            Files.write(folder.resolve("vocab.json"), vocabulary);
            Files.write(folder.resolve("merges.txt"), merges);
            ClipTokenizer.open(folder).ids("ab ba");
        } catch (DemistException refused) {
            // the expected answer to damaged files
        } finally {
            Files.deleteIfExists(folder.resolve("vocab.json"));
            Files.deleteIfExists(folder.resolve("merges.txt"));
            Files.delete(folder);
        }
    }
}
