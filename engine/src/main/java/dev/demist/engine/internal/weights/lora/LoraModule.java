package dev.demist.engine.internal.weights.lora;

import dev.demist.engine.internal.weights.Weight;
import java.util.OptionalDouble;

/**
 * The adaptation of one weight: {@code alpha / rank * up · down}.
 *
 * @param down {@code [rank, in]} or {@code [rank, in, h, w]}
 * @param up {@code [out, rank]} or {@code [out, rank, 1, 1]}
 * @param alpha empty if the file does not hold it
 */
record LoraModule(Weight down, Weight up, OptionalDouble alpha) {

    int rank() {
        return down.shape()[0];
    }
}
