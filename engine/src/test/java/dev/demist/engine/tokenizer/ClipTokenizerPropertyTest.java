package dev.demist.engine.tokenizer;

import static dev.demist.engine.tokenizer.TestTokenizer.CLIP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ClipTokenizerPropertyTest {

    @Property(tries = 300)
    void anyTextStandsBetweenStartAndEnd(@ForAll("anything") String text) {
        int[] ids = CLIP.ids(text);
        assertThat(ids[0]).isEqualTo(CLIP.begin().orElseThrow());
        assertThat(ids[ids.length - 1]).isEqualTo(CLIP.end().orElseThrow());
        assertThat(Arrays.stream(ids))
                .allMatch(id -> id >= 0 && id <= CLIP.end().orElseThrow());
    }

    @Property(tries = 300)
    void paddedIsTheTextCutOffOrFilledUp(@ForAll("anything") String text) {
        int[] ids = CLIP.ids(text);
        int[] padded = CLIP.padded(text, 77);
        int kept = Math.min(ids.length, 76);
        assertThat(padded).hasSize(77).startsWith(Arrays.copyOf(ids, kept));
        assertThat(Arrays.stream(padded).skip(kept))
                .allMatch(id -> id == CLIP.end().orElseThrow());
    }

    @Property(tries = 300)
    void tokensSpellTheText(@ForAll("printable") String text) {
        int[] ids = CLIP.ids(text);
        String spelt =
                Arrays.stream(ids, 1, ids.length - 1).mapToObj(CLIP::token).collect(Collectors.joining());
        assertThat(spelt.replace("</w>", ""))
                .isEqualTo(text.toLowerCase(Locale.ROOT).replace(" ", ""));
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> awkward = Arbitraries.of(
                "\ud83d",
                "\udc08",
                "\0",
                "\u200d",
                "\u0301",
                "\ufeff",
                "\u202e",
                "\ufffd",
                "<|endoftext|>",
                "</w>",
                "İ",
                "ǅ");
        return Arbitraries.oneOf(
                        Arbitraries.strings().all(),
                        awkward,
                        Arbitraries.strings().ascii())
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> printable() {
        return Arbitraries.strings().withCharRange(' ', '~').filter(text -> !text.contains("<|"));
    }
}
