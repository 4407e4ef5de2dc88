package dev.demist.engine.internal.text;

import dev.demist.DemistException;
import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TextShape;
import dev.demist.engine.model.TokenBatch;
import dev.demist.engine.tokenizer.PromptChunks;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A tokenizer with its CLIP: encodes prompts of any length, with weights, in one model call. Long prompts are encoded
 * in chunks of the encoder's positions (for CLIP 77, of which 75 are text), whose states follow one another; weighted
 * tokens have their states multiplied, and the whole keeps its mean.
 *
 * @param part the encoder's name in the checkpoint
 * @param tokenizer text to ids
 * @param shape the encoder's sizes
 * @param encoders what opens the encoder
 */
public record ClipText(String part, Tokenizer tokenizer, TextShape shape, Encoders encoders) {

    /**
     * The states after the final norm, as Stable Diffusion 1.x and 2.x take them: the name of those {@code skip} layers
     * before the last.
     */
    static String context(int skip) {
        return TextOutput.normed(-1 - skip);
    }

    /** The states before the last layer, as SDXL takes them: the name of those {@code skip} layers before them. */
    static String penultimate(int skip) {
        return TextOutput.hidden(-2 - skip);
    }

    /**
     * The number of chunks that the longest of these prompts needs.
     *
     * @param prompts the prompt alone, or the negative prompt and the prompt
     */
    int chunks(List<String> prompts) {
        return prompts.stream().mapToInt(prompt -> chunked(prompt).size()).max().orElse(1);
    }

    /**
     * Encodes prompts.
     *
     * @param prompts the prompt alone, or the negative prompt and the prompt
     * @param chunks how many chunks each prompt is extended to, at least {@link #chunks}
     * @param skip the number of last layers that the prompt skips; as in the reference, the negative prompt skips none
     * @param states the name of the encoder's output that steers, by the number of layers skipped
     * @param pooled the name of its pooled output; null if it is not needed
     */
    Mono<Encoded> encode(
            List<String> prompts, int chunks, int skip, IntFunction<String> states, @Nullable String pooled) {
        if (skip < 0 || skip >= shape.layers()) {
            throw DemistException.invalid("clipSkip", skip, "it must be from 0 to " + (shape.layers() - 1));
        }
        List<PromptChunks> rows =
                prompts.stream().map(prompt -> chunked(prompt).padTo(chunks)).toList();
        if (skip == 0 || rows.size() == 1) {
            return encode(rows, states.apply(skip), pooled);
        }
        return Mono.zip(
                encode(rows.subList(0, 1), states.apply(0), pooled),
                encode(rows.subList(1, 2), states.apply(skip), pooled),
                Encoded::above);
    }

    private PromptChunks chunked(String prompt) {
        return PromptChunks.of(tokenizer, shape.positions(), prompt);
    }

    private Mono<Encoded> encode(List<PromptChunks> rows, String states, @Nullable String pooled) {
        int chunks = rows.get(0).size();
        int[][] ids = rows.stream().flatMap(row -> row.ids().stream()).toArray(int[][]::new);
        Set<String> outputs =
                Stream.of(states, pooled).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
        return encoders.encode(part, TokenBatch.of(ids), outputs)
                .map(given -> new Encoded(
                        context(rows, Objects.requireNonNull(given.get(states)), chunks),
                        pooled == null ? null : firstChunks(Objects.requireNonNull(given.get(pooled)), chunks)));
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

    private static Tensor firstChunks(Tensor pooled, int chunks) {
        Tensor[] first = new Tensor[pooled.size(0) / chunks];
        for (int row = 0; row < first.length; row++) {
            first[row] = pooled.rows(row * chunks, row * chunks + 1);
        }
        return Tensor.concat(0, first);
    }

    /**
     * Encoded prompts.
     *
     * @param context {@code [B, T, C]}
     * @param pooled {@code [B, P]}; null if it was not asked for
     */
    record Encoded(Tensor context, @Nullable Tensor pooled) {

        private Encoded above(Encoded next) {
            return new Encoded(
                    Tensor.concat(0, context, next.context),
                    pooled == null || next.pooled == null ? null : Tensor.concat(0, pooled, next.pooled));
        }
    }
}
