package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.scheduler.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Weights of 16 bits, which go through shared memory when they are laid out, beside the same numbers in 32 bits. */
final class HalfWeightsTest {

    private static final int CHANNELS = 4;
    /** bfloat16 of 1.5, of -0.75 and so on: numbers that are whole in every format. */
    private static final float[] VALUES = {1.5f, -0.75f, 2, 0.25f, -1, 0.5f, 3, -0.125f};

    @Test
    void computeTheSameNumbers() {
        Tensor expected = run(DType.F32);
        assertThat(run(DType.BF16)).isEqualTo(expected);
        assertThat(run(DType.F16)).isEqualTo(expected);
        assertThat(expected.get(0)).isNotEqualTo(expected.get(1));
    }

    /** One weight is read by two layers, with others between them; sizes go up and down. */
    private static Tensor run(DType type) {
        Input x = new Input("x");
        Conv2d wide = Conv2d.same(Scope.ROOT.child("wide"), CHANNELS, 2 * CHANNELS, 3);
        Conv2d pixelwise = Conv2d.of(Scope.ROOT.child("pixelwise"), 2 * CHANNELS, CHANNELS, 1, 1, 0);
        Conv2d shared = Conv2d.same(Scope.ROOT.child("shared"), CHANNELS, CHANNELS, 3);
        Linear linear = Linear.of(Scope.ROOT.child("linear"), CHANNELS, CHANNELS);
        Conv2d strided = new Conv2d(shared.weight(), shared.bias(), 2, 1);
        Value hidden = shared.apply(pixelwise.apply(wide.apply(x)));
        Value pixels = linear.apply(hidden.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
        Graph graph = new Graph(List.of(x), List.of(strided.apply(pixels)));
        List<Weight> weights = new ArrayList<>();
        graph.parameters().values().forEach(p -> weights.add(weight(type, p)));
        WeightMap map = new WeightMap("test", weights.stream().collect(Collectors.toMap(Weight::name, w -> w)));
        Random random = new Random(5);
        Tensor sample = Tensor.zeros(2, CHANNELS, 6, 6).map(z -> VALUES[random.nextInt(VALUES.length)]);
        try (Device device = Device.open(1, Precision.FLOAT32);
                Network network = Network.load(device, map, Precision.FLOAT32, List.of(graph))) {
            return network.program(graph).run(List.of(sample)).block().get(0);
        }
    }

    private static Weight weight(DType type, Parameter parameter) {
        int length = Math.toIntExact(parameter.elements());
        ByteBuffer data = ByteBuffer.allocateDirect(length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(parameter.key().hashCode());
        for (int i = 0; i < length; i++) {
            put(data, type, VALUES[random.nextInt(VALUES.length)]);
        }
        return new Weight(parameter.key(), type, parameter.shape(), Path.of("test"), WeightSource.of(data.flip()));
    }

    private static void put(ByteBuffer data, DType type, float value) {
        int bits = Float.floatToIntBits(value);
        switch (type) {
            case F32 -> data.putInt(bits);
            case BF16 -> data.putShort((short) (bits >>> 16));
            case F16 ->
                data.putShort((short) (bits >>> 16 & 0x8000 | (bits >>> 23 & 0xff) - 112 << 10 | bits >>> 13 & 0x3ff));
            default -> throw new IllegalArgumentException(type.toString());
        }
    }
}
