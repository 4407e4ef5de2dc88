package dev.demist.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.demist.engine.tokenizer.PromptParser.Part;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class PromptParserTest {

    @Test
    void plainTextIsOnePartOfWeightOne() {
        assertThat(PromptParser.parse("a red apple, 4:3")).containsExactly(new Part("a red apple, 4:3", 1));
    }

    @Test
    void aNumberInRoundBracketsIsTheWeight() {
        assertThat(PromptParser.parse("a (cat:1.3) sat"))
                .containsExactly(new Part("a ", 1), new Part("cat", 1.3), new Part(" sat", 1));
    }

    @Test
    void bracketsAloneWeighAStepUpOrDownAndNest() {
        List<Part> parts = PromptParser.parse("((up)) [down]");
        assertThat(parts.get(0).weight()).isCloseTo(1.21, within(1e-9));
        assertThat(parts.get(2).weight()).isCloseTo(1 / 1.1, within(1e-9));
    }

    @Test
    void escapedBracketsArePlain() {
        assertThat(PromptParser.parse("\\(cat\\)")).containsExactly(new Part("(cat)", 1));
    }

    @Test
    void anUnclosedBracketReachesToTheEnd() {
        assertThat(PromptParser.parse("(cat")).containsExactly(new Part("cat", 1.1));
    }

    @Test
    void aClosingBracketAloneIsText() {
        assertThat(PromptParser.parse("cat) ]")).containsExactly(new Part("cat) ]", 1));
    }

    @Property
    void textWithoutBracketsIsNeverChanged(@ForAll String text) {
        String plain = text.replaceAll("[\\\\()\\[\\]]", "");
        assertThat(PromptParser.parse(plain).stream().map(Part::text).collect(Collectors.joining()))
                .isEqualTo(plain);
    }

    @Property
    void anythingCanBeParsed(@ForAll String text) {
        assertThat(PromptParser.parse(text)).allMatch(part -> Double.isFinite(part.weight()));
    }
}
