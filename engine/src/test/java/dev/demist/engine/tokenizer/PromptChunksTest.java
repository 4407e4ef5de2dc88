package dev.demist.engine.tokenizer;

import static dev.demist.engine.tokenizer.TestTokenizer.CLIP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PromptChunksTest {

    private static final float[] ONES = ones();

    private static float[] ones() {
        float[] ones = new float[77];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Property(tries = 200)
    void aPlainShortPromptIsItsPaddedIds(@ForAll("plain") String prompt) {
        Assume.that(CLIP.ids(prompt).length <= 77);
        PromptChunks chunks = PromptChunks.of(CLIP, 77, prompt);
        assertThat(chunks.size()).isEqualTo(1);
        assertThat(chunks.ids().get(0)).isEqualTo(CLIP.padded(prompt, 77));
        assertThat(chunks.weights().get(0)).isEqualTo(ONES);
    }

    @Property(tries = 50)
    void everyTokenOfALongPromptHasItsPlace(@ForAll @IntRange(max = 400) int words) {
        PromptChunks chunks = PromptChunks.of(CLIP, 77, String.join(" ", Collections.nCopies(words, "word")));
        assertThat(chunks.size()).isEqualTo(Math.max(1, (words + 74) / 75));
        int[] text =
                chunks.ids().stream().flatMapToInt(PromptChunksTest::textOf).toArray();
        assertThat(text).hasSize(words).containsOnly(words == 0 ? new int[0] : new int[] {2653});
    }

    private static IntStream textOf(int[] chunk) {
        assertThat(chunk).hasSize(77).startsWith(CLIP.begin().orElseThrow());
        return Arrays.stream(chunk).skip(1).takeWhile(id -> id != CLIP.end().orElseThrow());
    }

    @Example
    void weightsStandAtTheirTokens() {
        PromptChunks chunks = PromptChunks.of(CLIP, 77, "a (red:1.5) apple");
        assertThat(chunks.ids().get(0)).isEqualTo(CLIP.padded("a red apple", 77));
        assertThat(chunks.weights().get(0)).startsWith(1, 1, 1.5f, 1, 1);
    }

    @Example
    void chunksOfTheEmptyPromptAreAdded() {
        PromptChunks chunks = PromptChunks.of(CLIP, 77, "cat").padTo(3);
        assertThat(chunks.size()).isEqualTo(3);
        assertThat(chunks.ids().get(0)).isEqualTo(CLIP.padded("cat", 77));
        assertThat(chunks.ids().get(2)).isEqualTo(CLIP.padded("", 77));
        assertThat(chunks.weights().get(2)).isEqualTo(ONES);
        assertThat(chunks.padTo(2).size()).isEqualTo(3);
    }

    @Provide
    Arbitrary<String> plain() {
        return Arbitraries.strings().excludeChars('(', ')', '[', ']', '\\').ofMaxLength(60);
    }
}
