package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.lowering.Transfer;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights go to a device in portions; the processors stand in for it. */
final class TransferTest {

    private static final Target DEVICE = Target.plain(ElementType.FLOAT32).on("cpu");

    private final Device processors = Device.open(1, Precision.FLOAT32);

    @AfterEach
    void close() {
        processors.close();
    }

    @ParameterizedTest(name = "{1} bytes of {0} through {2}")
    @CsvSource({
        "UINT8, 1, 64",
        "UINT8, 31, 64",
        "UINT8, 32, 64",
        "UINT8, 33, 64",
        "UINT8, 1000, 64",
        "FLOAT16, 1002, 100",
        "FLOAT32, 1000, 8",
        "FLOAT32, 4096, 64",
        "FLOAT32, 4096, 100000"
    })
    void areTheSameBitsWhateverThePortion(DataType type, int bytes, int buffer) {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        assertThat(transferred(type, buffer, List.of(data, data.clone())))
                .hasSize(2)
                .allSatisfy(there -> assertThat(there).isEqualTo(data));
    }

    private List<byte[]> transferred(DataType type, int buffer, List<byte[]> weights) {
        List<Value> taken = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            int elements = weights.get(i).length / type.getNumOfBytes();
            taken.add(DEVICE.taken(new Parameter("w" + i, new int[] {elements})));
        }
        Graph graph = new Graph(List.of(), Transfer.of(taken, DEVICE, buffer));
        return processors.await(() -> run(graph, type, weights));
    }

    private List<byte[]> run(Graph graph, DataType type, List<byte[]> weights) {
        try (PtNDManager memory = (PtNDManager) processors.memory().newSubManager();
                NativeModule module = NativeModule.load(memory, script(graph));
                IValue list = IValue.listFrom(weights.stream()
                        .map(data -> memory.create(
                                ByteBuffer.allocateDirect(data.length).put(data).flip(),
                                new Shape(data.length / type.getNumOfBytes()),
                                type))
                        .toArray(PtNDArray[]::new));
                IValue there = module.forward(list)) {
            List<byte[]> all = new ArrayList<>();
            for (PtNDArray array : there.toTensorArray(memory)) {
                byte[] bytes = new byte[array.toByteBuffer(false).remaining()];
                array.toByteBuffer(false).get(bytes);
                all.add(bytes);
            }
            return all;
        }
    }

    private static ScriptModule script(Graph graph) {
        Method method =
                new Method("forward", graph, List.copyOf(graph.parameters().keySet()));
        return ScriptModule.of(ElementType.FLOAT32, DEVICE.methods(), List.of(method));
    }

    @Test
    void eachGoesThroughABufferOfTheSameSizeThatIsLockedForCuda() {
        Target cuda = Target.plain(ElementType.BFLOAT16).on("cuda:0");
        List<Value> taken = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            Value weight = cuda.taken(new Parameter("w" + i, new int[] {1 << 15, i}));
            taken.add(weight.to(ElementType.COMPUTE).transpose(0, 1));
        }
        String text = script(new Graph(List.of(), Transfer.of(taken, cuda, Transfer.BUFFER)))
                .text();
        assertThat(text.lines().filter(line -> line.contains("self.transferred(")))
                .hasSize(100)
                .allMatch(line -> line.endsWith(", torch.device(\"cuda:0\"), 67108864, True)"));
        assertThat(text.lines().filter(line -> line.contains("torch.empty("))).hasSize(1);
        assertThat(text.substring(text.indexOf("def forward"))).doesNotContain("torch.empty", "Device(");
    }

    @Test
    void memoryThatIsSharedNeedsNone() {
        Target apple = Target.plain(ElementType.FLOAT32).on("mps");
        List<Value> taken = List.of(apple.taken(new Parameter("w", new int[] {4})));
        assertThat(Transfer.of(taken, apple, Transfer.BUFFER)).isSameAs(taken);
        Target here = Target.plain(ElementType.FLOAT32);
        assertThat(Transfer.of(taken, here, Transfer.BUFFER)).isSameAs(taken);
    }
}
