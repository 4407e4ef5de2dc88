package dev.demist.engine.internal.text;

import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TokenBatch;
import dev.demist.engine.tokenizer.PromptChunks;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A tokenizer with its T5. A prompt is one row, filled up or cut off to the length that the family was trained with;
 * weighted tokens have their states multiplied, and the whole keeps its mean.
 *
 * @param part the encoder's name in the checkpoint
 * @param tokenizer text to ids
 * @param length of a row
 * @param encoders what opens the encoder
 */
public record T5Text(String part, Tokenizer tokenizer, int length, Encoders encoders) {

    /** The states of prompts, {@code [B, T, C]}. */
    Mono<Tensor> encode(List<String> prompts) {
        return Mono.fromCallable(() -> rows(prompts))
                .flatMap(rows -> encoders.encode(part, tokens(rows), Set.of(TextOutput.LAST))
                        .map(given -> weighted(Objects.requireNonNull(given.get(TextOutput.LAST)), rows)));
    }

    private List<PromptChunks> rows(List<String> prompts) {
        return prompts.stream()
                .map(prompt -> PromptChunks.of(tokenizer, length, prompt))
                .toList();
    }

    private static TokenBatch tokens(List<PromptChunks> rows) {
        return TokenBatch.of(rows.stream().map(row -> row.ids().get(0)).toArray(int[][]::new));
    }

    private static Tensor weighted(Tensor states, List<PromptChunks> rows) {
        Tensor[] weighted = new Tensor[rows.size()];
        for (int row = 0; row < weighted.length; row++) {
            weighted[row] = PromptWeights.apply(
                    states.rows(row, row + 1), rows.get(row).weights().subList(0, 1));
        }
        return Tensor.concat(0, weighted);
    }
}
