package dev.demist.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.demist.engine.tokenizer.PromptParser.Part;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    @Test
    void weightsStayFiniteHoweverDeepBracketsNest() {
        for (String prompt : List.of("(".repeat(9_999) + "a", "(".repeat(900) + "a" + ":99)".repeat(900), "(a:-1e9)")) {
            assertThat(PromptParser.parse(prompt)).allMatch(part -> Math.abs(part.weight()) <= 100);
        }
    }

    @Property
    void whatIsWrittenIsRead(@ForAll("parts") List<Part> parts) {
        String prompt = parts.stream()
                .map(part -> "(" + part.text().replaceAll("[\\\\()\\[\\]]", "\\\\$0") + ":" + part.weight() + ")")
                .collect(Collectors.joining(" "));
        List<Part> read = PromptParser.parse(prompt).stream()
                .filter(part -> !part.equals(new Part(" ", 1)))
                .toList();
        assertThat(read).isEqualTo(parts);
    }

    @Provide
    Arbitrary<List<Part>> parts() {
        Arbitrary<Double> weights = Arbitraries.integers().between(110, 9_000).map(i -> i / 100.0);
        return Combinators.combine(Arbitraries.strings().ofMinLength(1), weights)
                .as(Part::new)
                .list();
    }

    @Property
    void anythingCanBeParsed(@ForAll String text) {
        assertThat(PromptParser.parse(text)).allMatch(part -> Double.isFinite(part.weight()));
    }
}
