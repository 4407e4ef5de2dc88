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
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Two encoders of CLIP beside each other, and T5 below them; each gives states of one number. */
final class Sd3ConditionerTest {

    private static final int ROW = 77;
    private static final int LONG_ROW = 16;
    private static final int WIDTH = 12;
    private static final Tokenizer TOKENIZER = ClipTokenizer.open(Goldens.path("models/pipe-sd-pndm/tokenizer"));

    private static final Encoders ENCODERS = (part, tokens, outputs) -> Mono.just(Map.of(
            TextOutput.hidden(-2),
            Tensor.full(1, tokens.rows(), ROW, 4),
            TextOutput.PROJECTED,
            Tensor.full(1, tokens.rows(), 4),
            TextOutput.LAST,
            Tensor.full(2, tokens.rows(), tokens.length(), WIDTH)));

    private static final ClipText CLIP = new ClipText("clip", TOKENIZER, new TextShape(4, 2, ROW, 49408), ENCODERS);
    private static final T5Text T5 = new T5Text("t5", TOKENIZER, LONG_ROW, ENCODERS);

    private static Conditioning encode(String prompt, @Nullable T5Text t5) {
        ModelInfo model = new ModelInfo(
                "sd3", "StableDiffusion3Pipeline", "euler", List.of("euler"), 64, 64, 16, 28, 7, true, null);
        GenerationRequest request = GenerationRequest.builder(prompt).seed(1L).build();
        return new Sd3Conditioner(List.of(CLIP, CLIP), t5, LONG_ROW, WIDTH)
                .encode(ResolvedRequest.of(request, model), 2)
                .block();
    }

    @Test
    void statesOfClipAreFilledUpWithZerosAndThoseOfT5Follow() {
        Conditioning conditioning = encode("a red apple", T5);
        Tensor states = conditioning.get(Conditioning.TEXT).orElseThrow();
        assertThat(states.shape()).containsExactly(2, ROW + LONG_ROW, WIDTH);
        assertThat(row(states, 0)).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(row(states, ROW)).containsOnly(2);
        assertThat(conditioning.get("pooled_projections").orElseThrow().shape()).containsExactly(2, 8);
    }

    @Test
    void withoutT5ItsStatesAreZeros() {
        Tensor states = encode("a red apple", null).get(Conditioning.TEXT).orElseThrow();
        assertThat(states.shape()).containsExactly(2, ROW + LONG_ROW, WIDTH);
        assertThat(row(states, ROW)).containsOnly(0);
    }

    @Test
    void aLongPromptHasSeveralChunksOfClipAndOneRowOfT5() {
        Tensor states = encode("apple ".repeat(100), T5).get(Conditioning.TEXT).orElseThrow();
        assertThat(states.shape()).containsExactly(2, 2 * ROW + LONG_ROW, WIDTH);
    }

    /** The states of a token of the first row. */
    private static float[] row(Tensor states, int token) {
        float[] row = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            row[i] = states.get(token * WIDTH + i);
        }
        return row;
    }
}
