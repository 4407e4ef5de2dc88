package dev.demist.engine.internal.text;

import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Text encoders by the names of their parts. An encoder is opened, kept and closed behind this interface; it may be
 * closed as soon as the prompts are encoded. Thread-safe.
 */
@FunctionalInterface
public interface Encoders {

    /**
     * The outputs of one call of a text encoder, see {@link TextEncoder#encode}.
     *
     * @param part the encoder's name in the checkpoint, such as {@code text_encoder}
     */
    Mono<Map<String, Tensor>> encode(String part, TokenBatch tokens, Set<String> outputs);
}
