package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A network that turns tokens into states, such as {@code CLIPTextModel}. Thread-safe. */
public interface TextEncoder extends AutoCloseable {

    /**
     * The outputs of one model call; what is not asked for is not computed.
     *
     * @param tokens rows of at most {@link TextShape#positions()} tokens
     * @param outputs names, see {@link TextOutput}; at least one
     * @return the outputs by name; lazy, computed at each subscription on the engine thread
     * @throws dev.demist.DemistException PARTS_DO_NOT_FIT for an output that this model does not have
     */
    Mono<Map<String, Tensor>> encode(TokenBatch tokens, Set<String> outputs);

    /** The sizes of its inputs and states. */
    TextShape shape();

    @Override
    void close();
}
