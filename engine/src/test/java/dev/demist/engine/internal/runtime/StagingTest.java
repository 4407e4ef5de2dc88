package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Staging;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights for oneDNN have the same bits whether they are staged or each computed by itself. */
final class StagingTest {

    private static final List<Parameter> WEIGHTS = List.of(
            new Parameter("convolution", new int[] {5, 7, 3, 3}),
            new Parameter("pixelwise", new int[] {6, 5, 1, 1}),
            new Parameter("linear", new int[] {9, 4}),
            new Parameter("joined", new int[] {12, 6}));

    private final Device device = Device.open(2, Precision.FLOAT32);

    @AfterEach
    void close() {
        device.close();
    }

    @ParameterizedTest(name = "{0} to {1}, {2} numbers at a time")
    @CsvSource({
        "F16, FLOAT32, 1000", "F16, FLOAT32, 1", "BF16, FLOAT32, 30", "F8_E4M3, FLOAT32, 30", "F32, FLOAT32, 1",
        "F16, BFLOAT16, 1000", "F16, BFLOAT16, 30", "F16, BFLOAT16, 1", "BF16, BFLOAT16, 1000", "BF16, BFLOAT16, 1",
        "F8_E4M3, BFLOAT16, 30", "F8_E5M2, BFLOAT16, 30", "F32, BFLOAT16, 30"
    })
    void bitsAreTheSame(DType type, Precision precision, int portion) {
        Target target = device.target(precision);
        assumeTrue(target.oneDnn(), "a processor on which oneDNN has this format");
        List<Constant> constants = constants(type, target);
        List<Value> plain = constants.stream().map(Constant::expression).toList();
        List<float[]> expected = device.await(() -> values(plain, type, target));
        List<float[]> staged = device.await(() -> values(Staging.of(constants, portion), type, target));
        assertThat(staged).hasSameSizeAs(expected);
        for (int i = 0; i < staged.size(); i++) {
            assertThat(staged.get(i)).as("constant %d", i).containsExactly(expected.get(i));
        }
    }

    private static List<Constant> constants(DType type, Target target) {
        List<Value> typed = WEIGHTS.stream()
                .map(weight -> MappedArrays.typed(weight, weight(type, weight), target))
                .toList();
        int[] one = {1, 1};
        return Stream.of(
                        typed.get(0)
                                .apply("ops.mkldnn._reorder_convolution_weight", one, one, one, 1, List.of(2, 7, 8, 8)),
                        linear(typed.get(1).reshape(6, 5)),
                        linear(typed.get(2)),
                        linear(typed.get(3).narrow(0, 0, 5)),
                        linear(typed.get(3).narrow(0, 5, 7)),
                        linear(typed.get(3).narrow(1, 2, 3)))
                .map(Constant::new)
                .toList();
    }

    private static Value linear(Value weight) {
        return weight.apply("ops.mkldnn._reorder_linear_weight");
    }

    private List<float[]> values(List<Value> reordered, DType type, Target target) {
        List<Value> dense = reordered.stream()
                .map(value -> value.apply("torch.to_dense").to(ElementType.FLOAT32))
                .toList();
        Graph graph = new Graph(List.of(), dense);
        Method method =
                new Method("forward", graph, List.copyOf(graph.parameters().keySet()));
        ScriptModule script = ScriptModule.of(target.compute(), Staging.METHODS, List.of(method));
        try (PtNDManager memory = (PtNDManager) device.memory().newSubManager();
                NativeModule module = NativeModule.load(memory, script);
                IValue list = IValue.listFrom(graph.parameters().values().stream()
                        .map(weight -> MappedArrays.map(memory, memory, weight(type, weight), weight.shape()))
                        .toArray(PtNDArray[]::new));
                IValue result = module.forward(list)) {
            List<float[]> all = new ArrayList<>();
            for (PtNDArray array : result.toTensorArray(memory)) {
                all.add(array.toFloatArray());
            }
            return all;
        }
    }

    /** Random bits of numbers below 2. */
    private static Weight weight(DType type, Parameter parameter) {
        byte[] bits = new byte[Math.toIntExact(parameter.elements()) * type.bytes()];
        new Random(parameter.key().hashCode()).nextBytes(bits);
        for (int i = type.bytes() - 1; i < bits.length; i += type.bytes()) {
            bits[i] &= (byte) 0xbf;
        }
        ByteBuffer data = ByteBuffer.allocateDirect(bits.length).put(bits).flip();
        return new Weight(parameter.key(), type, parameter.shape(), Path.of("test"), WeightSource.of(data));
    }
}
