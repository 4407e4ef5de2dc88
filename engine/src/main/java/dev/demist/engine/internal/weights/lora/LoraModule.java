package dev.demist.engine.internal.weights.lora;

import dev.demist.engine.internal.weights.Weight;

/**
 * The adaptation of one weight: {@code scale * up · down}.
 *
 * @param down {@code [rank, in]} or {@code [rank, in, h, w]}
 * @param up {@code [out, rank]} or {@code [out, rank, 1, 1]}
 * @param scale alpha / rank
 */
record LoraModule(Weight down, Weight up, double scale) {

    int rank() {
        return down.shape()[0];
    }
}
