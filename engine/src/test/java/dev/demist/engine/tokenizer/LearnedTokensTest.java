package dev.demist.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnedTokensTest {

    private static final Tokenizer TOKENIZER = TestTokenizer.CLIP.with(new LearnedTokens(words()));

    private static Map<String, int[]> words() {
        Map<String, int[]> words = new LinkedHashMap<>();
        words.put("<cat-toy>", new int[] {49408, 49409});
        words.put("blur", new int[] {49410});
        words.put("blur-more", new int[] {49411});
        return words;
    }

    @Test
    void aWordStandsForAllItsVectors() {
        int[] around = TestTokenizer.CLIP.ids("a red, watercolor");
        int[] expected = IntStream.concat(
                        IntStream.concat(IntStream.of(around).limit(3), IntStream.of(49408, 49409)),
                        IntStream.of(around).skip(3))
                .toArray();
        assertThat(TOKENIZER.ids("a red <cat-toy>, watercolor")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "BLUR,            49410",
        "blur-more,       49411",
        "(blur:1.2),      49410",
        "a<Cat-Toy>b,     49408",
        "blurry,          -1",
        "unblur,          -1",
        "blur1,           -1"
    })
    void isFoundWhateverItsCaseButNotWithinAnotherWord(String text, int id) {
        int[] learned =
                IntStream.of(TOKENIZER.ids(text)).filter(it -> it >= 49408).toArray();
        assertThat(learned.length == 0 ? -1 : learned[0]).isEqualTo(id);
    }

    @Test
    void textWithoutThemIsAsBefore() {
        String text = "A photo of ME, 3 cats & Émile's naïve café!";
        assertThat(TOKENIZER.ids(text)).isEqualTo(TestTokenizer.CLIP.ids(text));
    }

    @Test
    void theirVectorsHaveNames() {
        assertThat(TOKENIZER.token(49408)).isEqualTo("<cat-toy>");
        assertThat(TOKENIZER.token(49409)).isEqualTo("<cat-toy>_1");
    }
}
