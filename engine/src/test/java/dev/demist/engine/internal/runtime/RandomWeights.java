package dev.demist.engine.internal.runtime;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;

/** Weights of float32 from a normal distribution, the same for the same key. */
final class RandomWeights {

    private RandomWeights() {}

    /** Weights for all parameters of a program. */
    static WeightMap of(Graph graph) {
        return new WeightMap(
                "test",
                graph.parameters().values().stream()
                        .map(RandomWeights::weight)
                        .collect(Collectors.toMap(Weight::name, weight -> weight)));
    }

    private static Weight weight(Parameter parameter) {
        Random random = new Random(parameter.key().hashCode());
        int length = Math.toIntExact(parameter.elements());
        ByteBuffer data = ByteBuffer.allocateDirect(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            data.putFloat(i * Float.BYTES, (float) random.nextGaussian());
        }
        return new Weight(parameter.key(), DType.F32, parameter.shape(), Path.of("test"), WeightSource.of(data));
    }
}
