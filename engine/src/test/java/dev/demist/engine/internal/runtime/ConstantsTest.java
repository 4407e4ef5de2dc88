package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Lowering;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two linear layers of halves need: two weights and two biases, of float32 after conversion. */
final class ConstantsTest {

    private static final Target TARGET = Target.plain(ElementType.FLOAT32);

    private final AtomicInteger forgotten = new AtomicInteger();

    @ParameterizedTest(name = "portions of {0} bytes: {1}")
    @CsvSource({"1, 4", "8, 3", "100, 1"})
    void areComputedOnceInPortionsThatAreForgotten(long bytes, int portions) {
        try (Device device = Device.open(1, Precision.FLOAT32)) {
            device.await(() -> {
                try (PtNDManager memory = (PtNDManager) device.memory().newSubManager()) {
                    Constants constants = constants(memory, bytes);
                    PtNDArray[] first = constants.of(twoLayers());
                    assertThat(first).hasSize(4).allSatisfy(array -> assertThat(array.toFloatArray())
                            .containsOnly(1.5f));
                    assertThat(forgotten).hasValue(portions);
                    assertThat(constants.of(twoLayers())).containsExactly(first);
                    assertThat(forgotten).hasValue(portions);
                    return null;
                }
            });
        }
    }

    @Test
    void rowsOfOneWeightAreReadAtATimeAndCountOnce() {
        Input x = new Input("x");
        Linear wide = Linear.of(Scope.ROOT, 2, 6, false);
        List<Value> parts =
                Stream.of(0, 2, 4).map(start -> wide.applyPart(x, start, 2)).toList();
        try (Device device = Device.open(1, Precision.FLOAT32)) {
            device.await(() -> {
                try (PtNDManager memory = (PtNDManager) device.memory().newSubManager()) {
                    assertThat(constants(memory, 25).of(lowered(new Graph(List.of(x), parts))))
                            .hasSize(3);
                    assertThat(forgotten).hasValue(1);
                    return null;
                }
            });
        }
    }

    private Constants constants(PtNDManager memory, long portion) {
        return new Constants(memory, TARGET, ConstantsTest::half, forgotten::incrementAndGet, portion);
    }

    private static Graph twoLayers() {
        Input x = new Input("x");
        return lowered(new Graph(
                List.of(x),
                List.of(Linear.of(Scope.ROOT.child("b"), 2, 2)
                        .apply(Linear.of(Scope.ROOT.child("a"), 2, 2).apply(x)))));
    }

    private static Graph lowered(Graph graph) {
        return Lowering.lower(graph, TARGET, parameter -> MappedArrays.typed(parameter, half(parameter), TARGET));
    }

    private static Weight half(Parameter parameter) {
        int elements = Math.toIntExact(parameter.elements());
        ByteBuffer data = ByteBuffer.allocateDirect(2 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            data.putShort(2 * i, (short) 0x3e00);
        }
        return new Weight(parameter.key(), DType.F16, parameter.shape(), Path.of("test"), WeightSource.of(data));
    }
}
