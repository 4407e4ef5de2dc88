package dev.demist.engine.internal.pipeline;

import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Text encoders that stay open as long as the checkpoint.
 *
 * @param encoders by the names of their parts
 */
public record OpenEncoders(Map<String, TextEncoder> encoders) implements Encoders, AutoCloseable {

    /** Those of a model without text. */
    public static final OpenEncoders NONE = new OpenEncoders(Map.of());

    /** Copies the map. */
    public OpenEncoders {
        encoders = Map.copyOf(encoders);
    }

    @Override
    public Mono<Map<String, Tensor>> encode(String part, TokenBatch tokens, Set<String> outputs) {
        return Mono.defer(() -> Objects.requireNonNull(encoders.get(part), part).encode(tokens, outputs));
    }

    @Override
    public void close() {
        encoders.values().forEach(TextEncoder::close);
    }
}
