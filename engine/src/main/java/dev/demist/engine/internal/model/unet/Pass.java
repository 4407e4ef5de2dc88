package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.model.Conditioning;
import java.util.List;

/**
 * How much of a U-Net a program computes (DeepCache: Ma et al., 2023, arXiv:2312.00858). The state before the last
 * layer of the last block changes little from one step to the next.
 */
enum Pass {
    /** All of it. */
    FULL,
    /** All of it; the state before the last layer is an output, too. */
    KEEPING,
    /** The first convolution and the last layer, with that state as an input. */
    SHALLOW;

    /** What a program of this pass gives: its result, and the state before the last layer if it is kept. */
    List<Value> outputs(Value result, Value deep) {
        return this == KEEPING ? List.of(result, DeepFeatures.out(deep)) : List.of(result);
    }

    /** The pass that a call with this conditioning is. */
    static Pass of(Conditioning conditioning) {
        return conditioning.get(Conditioning.DEEP).isPresent() ? SHALLOW : FULL;
    }
}
