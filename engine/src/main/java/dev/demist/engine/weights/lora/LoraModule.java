package dev.demist.engine.weights.lora;

import dev.demist.engine.weights.FloatValues;
import dev.demist.engine.weights.Weight;
import org.jspecify.annotations.Nullable;

/**
 * The adaptation of one weight: {@code alpha / rank * up · down}.
 *
 * @param down {@code [rank, in]} or {@code [rank, in, h, w]}
 * @param up {@code [out, rank]} or {@code [out, rank, 1, 1]}
 * @param alpha a scalar; null means the rank
 */
record LoraModule(Weight down, Weight up, @Nullable Weight alpha) {

    int rank() {
        return down.shape()[0];
    }

    double scale() {
        return alpha == null ? 1 : FloatValues.of(alpha)[0] / rank();
    }
}
