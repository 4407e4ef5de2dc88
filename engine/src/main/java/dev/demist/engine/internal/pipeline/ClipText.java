package dev.demist.engine.internal.pipeline;

import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextEncoder.TextStates;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.tokenizer.PromptChunks;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A tokenizer with its encoder: prompts of any length, with weights, in one native call. Long prompts are encoded in
 * chunks of 75 tokens, whose states stand one after another; weighted tokens have their states multiplied, and the
 * whole keeps its mean.
 *
 * @param tokenizer text to ids
 * @param encoder ids to states
 */
public record ClipText(ClipTokenizer tokenizer, TextEncoder encoder) {

    /**
     * @param prompts the prompt alone, or the negative prompt and the prompt
     * @param skip how many of the last layers the prompt skips; as in the reference, the negative prompt skips none
     * @param choice which of the encoder's states
     */
    Mono<Encoded> encode(List<String> prompts, int skip, Function<TextStates, Tensor> choice) {
        List<PromptChunks> rows =
                prompts.stream().map(it -> PromptChunks.of(tokenizer, it)).toList();
        int chunks = rows.stream().mapToInt(PromptChunks::size).max().orElse(1);
        List<PromptChunks> padded = rows.stream().map(row -> row.padTo(chunks)).toList();
        if (skip == 0 || padded.size() == 1) {
            return encodeChunks(padded, skip, choice);
        }
        return Mono.zip(
                encodeChunks(padded.subList(0, 1), 0, choice),
                encodeChunks(padded.subList(1, 2), skip, choice),
                Encoded::above);
    }

    private Mono<Encoded> encodeChunks(List<PromptChunks> rows, int skip, Function<TextStates, Tensor> choice) {
        int chunks = rows.get(0).size();
        int[][] ids = rows.stream().flatMap(row -> row.ids().stream()).toArray(int[][]::new);
        return encoder.encode(ids, skip)
                .map(states -> new Encoded(
                        context(rows, choice.apply(states), chunks),
                        firstChunks(states.pooled(), rows.size(), chunks)));
    }

    private static Tensor context(List<PromptChunks> rows, Tensor states, int chunks) {
        int tokens = states.size(1) * chunks;
        int width = states.size(2);
        Tensor[] contexts = new Tensor[rows.size()];
        for (int row = 0; row < contexts.length; row++) {
            Tensor context = states.rows(row * chunks, (row + 1) * chunks).reshape(1, tokens, width);
            contexts[row] = PromptWeights.apply(context, rows.get(row).weights());
        }
        return Tensor.concat(0, contexts);
    }

    private static Tensor firstChunks(Tensor pooled, int rows, int chunks) {
        Tensor[] first = new Tensor[rows];
        for (int row = 0; row < rows; row++) {
            first[row] = pooled.rows(row * chunks, row * chunks + 1);
        }
        return Tensor.concat(0, first);
    }

    /**
     * @param context {@code [B, T, C]}
     * @param pooled {@code [B, P]}
     */
    record Encoded(Tensor context, Tensor pooled) {

        private Encoded above(Encoded next) {
            return new Encoded(Tensor.concat(0, context, next.context), Tensor.concat(0, pooled, next.pooled));
        }
    }
}
