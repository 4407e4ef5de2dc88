package dev.demist.engine.internal.text;

import dev.demist.engine.model.TokenBatch;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A tokenizer with its Qwen3: encodes a prompt as the question of a user that is about to be answered. Texts are cut
 * off behind {@code length} tokens.
 *
 * @param part the encoder's name in the checkpoint
 * @param tokenizer text to ids
 * @param encoders what opens the encoder
 * @param length the most tokens
 * @param thinks whether the answer may begin with thoughts; if not, it begins with an empty one
 */
public record QwenText(String part, Tokenizer tokenizer, Encoders encoders, int length, boolean thinks) {

    private static final String CHAT = "<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n";
    private static final String NO_THOUGHT = "<think>\n\n</think>\n\n";

    /** The ids of a prompt, at most {@link #length}. */
    int[] ids(String prompt) {
        int[] ids = tokenizer.words(CHAT.formatted(prompt) + (thinks ? "" : NO_THOUGHT));
        return ids.length > length ? Arrays.copyOf(ids, length) : ids;
    }

    /** Outputs of the encoder for a prompt alone, {@code [1, T, C]}. */
    Mono<Map<String, Tensor>> encode(String prompt, Set<String> outputs) {
        return Mono.defer(() -> encoders.encode(part, TokenBatch.of(ids(prompt)), outputs));
    }

    /** The same for a prompt that is filled up to {@link #length} by tokens that none sees. */
    Mono<Map<String, Tensor>> encodePadded(String prompt, Set<String> outputs) {
        return Mono.defer(() -> encoders.encode(part, padded(ids(prompt)), outputs));
    }

    private TokenBatch padded(int[] ids) {
        int[] padded = Arrays.copyOf(ids, length);
        boolean[] seen = new boolean[length];
        Arrays.fill(padded, ids.length, length, tokenizer.pad());
        Arrays.fill(seen, 0, ids.length, true);
        return TokenBatch.of(new int[][] {padded}, new boolean[][] {seen});
    }
}
