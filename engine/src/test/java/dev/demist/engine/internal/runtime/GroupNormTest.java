package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.demist.Precision;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.nn.GroupNorm;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.scheduler.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Group norm beside its definition, for groups that fill a vector and that do not, below and above 1,024 pixels. */
final class GroupNormTest {

    private static final int GROUPS = 2;
    private static final double EPS = 1e-5;

    @ParameterizedTest(name = "{0} channels, {1}x{2}, {3}")
    @CsvSource({
        "6, 1, 1, FLOAT32", "6, 5, 7, FLOAT32", "6, 16, 16, FLOAT32", "6, 32, 32, FLOAT32",
        "16, 5, 7, FLOAT32", "20, 16, 16, FLOAT32", "6, 5, 7, BFLOAT16", "16, 5, 7, BFLOAT16"
    })
    void agreesWithItsDefinition(int channels, int height, int width, Precision precision) {
        Random random = new Random(1);
        Tensor sample = Tensor.zeros(2, channels, height, width).map(x -> (float) (3 + random.nextGaussian()));
        Tensor actual = normed(sample, channels, precision);
        double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 0.05;
        for (int row = 0; row < 2 * GROUPS; row++) {
            double[] expected = expected(group(sample, row));
            double[] values = group(actual, row);
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[i]).isCloseTo(expected[i], within(tolerance));
            }
        }
    }

    private static Tensor normed(Tensor sample, int channels, Precision precision) {
        Input x = new Input("x");
        GroupNorm norm = GroupNorm.of(Scope.ROOT, channels, GROUPS, EPS);
        Graph graph = new Graph(
                List.of(x), List.of(norm.apply(x.to(ElementType.COMPUTE)).to(ElementType.FLOAT32)));
        WeightMap weights = new WeightMap(
                "test", Map.of("weight", weight("weight", 2, channels), "bias", weight("bias", 1, channels)));
        try (Device device = Device.open(1, precision);
                Network network = Network.load(device, weights, precision, List.of(graph))) {
            return network.program(graph).run(List.of(sample)).block().get(0);
        }
    }

    /** The values of one picture's group; they lie next to each other. */
    private static double[] group(Tensor tensor, int row) {
        int length = tensor.size(1) / GROUPS * tensor.size(2) * tensor.size(3);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = tensor.get(row * length + i);
        }
        return values;
    }

    private static double[] expected(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        return Arrays.stream(values)
                .map(x -> 2 * (x - mean) / Math.sqrt(variance + EPS) + 1)
                .toArray();
    }

    private static Weight weight(String name, float value, int length) {
        ByteBuffer data = ByteBuffer.allocateDirect(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            data.putFloat(i * Float.BYTES, value);
        }
        return new Weight(name, DType.F32, new int[] {length}, Path.of("test"), WeightSource.of(data));
    }
}
