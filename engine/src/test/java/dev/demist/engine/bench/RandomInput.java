package dev.demist.engine.bench;

import dev.demist.scheduler.Tensor;
import java.util.Random;

/** Inputs of networks whose speed is measured: the same normal numbers at every start. */
final class RandomInput {

    private RandomInput() {}

    static Tensor of(int... shape) {
        Random random = new Random(1);
        return Tensor.zeros(shape).map(x -> (float) random.nextGaussian());
    }
}
