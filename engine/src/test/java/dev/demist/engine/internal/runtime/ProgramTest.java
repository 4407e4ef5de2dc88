package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** Small programs whose results can be worked out by hand. */
class ProgramTest {

    /** {@code 3 x + 1 + x}: a fused sum fails in oneDNN where a single pixel is left. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "4, 4"})
    void convolvesAndAddsPicturesOfAnySize(int height, int width) {
        Input x = new Input("x");
        Graph graph = new Graph(
                List.of(x), List.of(Conv2d.same(Scope.ROOT, 1, 1, 1).apply(x).plusSame(x)));
        WeightMap weights =
                new WeightMap("test", Map.of("weight", weight("weight", 3, 1, 1, 1, 1), "bias", weight("bias", 1, 1)));
        try (Device device = Device.open(1, Precision.FLOAT32);
                Network network = Network.load(device, weights, Precision.FLOAT32, List.of(graph))) {
            StepVerifier.create(network.program(graph).run(List.of(Tensor.full(2, 2, 1, height, width))))
                    .assertNext(out -> assertThat(out.get(0)).isEqualTo(Tensor.full(9, 2, 1, height, width)))
                    .verifyComplete();
        }
    }

    /** What is computed of lasting inputs is kept for the last of them, and is never that of others. */
    @Test
    void resultsFollowLastingInputs() {
        Input x = new Input("x");
        Input text = Input.lasting("text");
        Linear layer = Linear.of(Scope.ROOT, 8, 8);
        Graph graph = new Graph(List.of(text, x), List.of(layer.apply(text).plus(x)));
        Graph plain = new Graph(
                List.of(text, x), List.of(layer.apply(text.plus(x.times(0))).plus(x)));
        try (Device device = Device.open(1, Precision.FLOAT32);
                Network network =
                        Network.load(device, RandomWeights.of(graph), Precision.FLOAT32, List.of(graph, plain))) {
            Program program = network.program(graph);
            Program each = network.program(plain);
            for (int i : new int[] {1, 1, 2, 1, 3, 4, 1, 2, 4, 4}) {
                List<Tensor> inputs = List.of(Tensor.full(i, i, 8), Tensor.full(-i, i, 8));
                assertThat(program.run(inputs).block())
                        .isEqualTo(each.run(inputs).block());
            }
        }
    }

    private static Weight weight(String name, float value, int... shape) {
        ByteBuffer data = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return new Weight(name, DType.F32, shape, Path.of("test"), WeightSource.of(data.putFloat(0, value)));
    }
}
