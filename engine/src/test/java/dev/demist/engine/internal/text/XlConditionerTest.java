package dev.demist.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.ModelInfo;
import dev.demist.ResolvedRequest;
import dev.demist.engine.Goldens;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TextShape;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.tokenizer.LearnedTokens;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** Two encoders side by side, of which one knows an embedding of 75 tokens that is a plain word to the other. */
final class XlConditionerTest {

    private static final int ROW = 77;
    private static final Tokenizer PLAIN = ClipTokenizer.open(Goldens.path("models/pipe-sd-pndm/tokenizer"));
    private static final Tokenizer LEARNED = PLAIN.with(new LearnedTokens(
            Map.of("longword", IntStream.range(0, 75).map(i -> 49408 + i).toArray())));

    /** Gives states of zeros. */
    private static final Encoders ENCODERS = (part, tokens, outputs) -> Mono.just(Map.of(
            TextOutput.hidden(-2),
            Tensor.zeros(tokens.rows(), ROW, 4),
            TextOutput.PROJECTED,
            Tensor.zeros(tokens.rows(), 4)));

    private static ClipText text(Tokenizer tokenizer) {
        return new ClipText("text", tokenizer, new TextShape(4, 2, ROW, 49500), ENCODERS);
    }

    private static Conditioning encode(Tokenizer first, Tokenizer second, String prompt, String negative) {
        ModelInfo model = new ModelInfo(
                "xl", "StableDiffusionXLPipeline", "euler", List.of("euler"), 64, 64, 8, 20, 5, true, null);
        GenerationRequest request = GenerationRequest.builder(prompt)
                .negativePrompt(negative)
                .seed(1L)
                .build();
        return new XlConditioner(List.of(text(first), text(second)), true, false)
                .encode(ResolvedRequest.of(request, model), 2)
                .block();
    }

    @ParameterizedTest
    @CsvSource({
        "'a red longword, blurry', ''",
        "a red apple, 'longword, blurry'",
        "longword longword, longword",
    })
    void bothAgreeOnTheNumberOfChunks(String prompt, String negative) {
        for (List<Tokenizer> texts : List.of(List.of(LEARNED, PLAIN), List.of(PLAIN, LEARNED))) {
            Conditioning conditioning = encode(texts.get(0), texts.get(1), prompt, negative);
            assertThat(conditioning.get(Conditioning.TEXT).orElseThrow().shape())
                    .containsExactly(2, 2 * ROW, 8);
            assertThat(conditioning.get("text_embeds").orElseThrow().shape()).containsExactly(2, 4);
        }
    }
}
