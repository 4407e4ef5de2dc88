package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/** {@code CLIPTextModel} or {@code CLIPTextModelWithProjection}. Thread-safe. */
public interface TextEncoder extends AutoCloseable {

    /**
     * One native call.
     *
     * @param tokens {@code [B][T]} token ids, T at most the model's positions (77)
     * @param skip how many last layers to skip; 0 is {@code last_hidden_state}; the final layer norm is applied after
     *     skipping
     */
    Mono<TextStates> encode(int[][] tokens, int skip);

    /** The width C of its states. */
    int hiddenSize();

    @Override
    void close();

    /**
     * @param context the states {@code [B, T, C]} after the chosen layer, with the final layer norm
     * @param penultimate the states {@code [B, T, C]} one layer earlier, without the final norm, as SDXL takes them
     * @param pooled the state at the end token, {@code [B, C]}; projected, {@code [B, P]}, where the model has a
     *     projection
     */
    record TextStates(Tensor context, Tensor penultimate, Tensor pooled) {}
}
