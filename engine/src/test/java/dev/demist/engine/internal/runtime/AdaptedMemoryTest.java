package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.Precision;
import dev.demist.engine.internal.family.LoraParts;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Lowering;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.lora.LoraFile;
import dev.demist.engine.internal.weights.lora.LoraWeights;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a LoRA on each of several linear layers costs: its merged weights are computed when they are laid out. */
final class AdaptedMemoryTest {

    private static final int LAYERS = 6;
    private static final int WIDTH = 64;
    private static final long WEIGHT = (long) WIDTH * WIDTH * Float.BYTES;

    private static final Target PLAIN = Target.plain(ElementType.FLOAT32);

    private final Device device = Device.open(1, Precision.FLOAT32);

    @TempDir
    Path folder;

    private Weights plain;
    private WatchedWeights adapted;

    @BeforeEach
    void write() throws IOException {
        Safetensors base = new Safetensors();
        Safetensors lora = new Safetensors();
        for (int i = 0; i < LAYERS; i++) {
            base.f32(module(i) + ".weight", new int[] {WIDTH, WIDTH}, new float[WIDTH * WIDTH]);
            lora.f32("unet." + module(i) + ".lora_A.weight", new int[] {1, WIDTH}, ones());
            lora.f32("unet." + module(i) + ".lora_B.weight", new int[] {WIDTH, 1}, ones());
        }
        plain = WeightFiles.open(Files.write(folder.resolve("base.safetensors"), base.bytes()), null);
        Path file = Files.write(folder.resolve("lora.safetensors"), lora.bytes());
        Weights merged = LoraWeights.merge(plain, LoraParts.UNET, List.of(LoraFile.open(file, 1)));
        adapted = new WatchedWeights(merged, device);
    }

    @AfterEach
    void close() {
        device.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsLaidOutWeightsTakeAsMuchMemoryAsThoseOfTheFileAlone(boolean oneDnn) {
        Graph graph = chain(LAYERS);
        Target target = new Target(ElementType.FLOAT32, oneDnn && Processor.hasOneDnn(), true, 8, 2);
        long without = bytesAfterRuns(plain, target, graph);
        long direct = directBytes();
        assertThat(bytesAfterRuns(adapted, target, graph)).isEqualTo(without).isEqualTo(LAYERS * WEIGHT);
        assertThat(directBytes()).isLessThan(direct + WEIGHT);
        assertThat(adapted.computed()).isEqualTo(eachOnce());
    }

    @Test
    void oneMergedWeightIsInMemoryBesidesThoseLaidOut() {
        layOutOneByOne(chain(LAYERS));
        assertThat(adapted.computed()).isEqualTo(eachOnce());
        assertThat(adapted.mostBytes()).isEqualTo(LAYERS * WEIGHT);
    }

    @Test
    void anotherProgramMergesOnlyWhatItLaysOutDifferently() {
        Input x = new Input("x");
        Linear first = layer(0);
        Value turned = x.linear(first.weight().transpose(0, 1), null);
        Graph other = new Graph(List.of(x), List.of(layer(1).apply(turned)));
        try (Network network = Network.load(device, adapted, PLAIN, List.of(chain(LAYERS), other))) {
            assertThat(adapted.computed()).isEmpty();
            run(network.program(chain(LAYERS)));
            run(network.program(other));
        }
        Map<String, Integer> expected = eachOnce();
        expected.put(module(0) + ".weight", 2);
        assertThat(adapted.computed()).isEqualTo(expected);
    }

    @Test
    void twoLayoutsOfAWeightInOneProgramShareItsMerge() {
        Input x = new Input("x");
        Value turned = x.linear(layer(0).weight().transpose(0, 1), null);
        Value rest = turned;
        for (int i = 1; i < LAYERS; i++) {
            rest = layer(i).apply(rest);
        }
        Graph graph = new Graph(List.of(x), List.of(layer(0).apply(rest)));
        layOutOneByOne(graph);
        assertThat(adapted.computed()).isEqualTo(eachOnce());
    }

    /** The portion is so small that each weight has its own. */
    private void layOutOneByOne(Graph graph) {
        device.await(() -> {
            try (PtNDManager memory = (PtNDManager) device.memory().newSubManager()) {
                Graph lowered = Lowering.lower(graph, PLAIN, p -> MappedArrays.typed(p, weight(p), PLAIN));
                return new Constants(memory, PLAIN, this::weight, () -> {}, 1).of(lowered).length;
            }
        });
    }

    private Weight weight(Parameter parameter) {
        return adapted.find(parameter.key()).orElseThrow();
    }

    private long bytesAfterRuns(Weights weights, Target target, Graph graph) {
        try (Network network = Network.load(device, weights, target, List.of(graph))) {
            Program program = network.program(graph);
            run(program);
            run(program);
            return device.await(() -> NativeArrays.ownBytes(device));
        }
    }

    private static void run(Program program) {
        program.run(List.of(Tensor.full(1, 1, WIDTH))).block();
    }

    private static Graph chain(int layers) {
        Input x = new Input("x");
        Value value = x;
        for (int i = 0; i < layers; i++) {
            value = layer(i).apply(value);
        }
        return new Graph(List.of(x), List.of(value));
    }

    private static Linear layer(int i) {
        Scope scope = Scope.ROOT;
        for (String name : module(i).split("\\.")) {
            scope = scope.child(name);
        }
        return Linear.of(scope, WIDTH, WIDTH, false);
    }

    private static String module(int i) {
        return "down_blocks." + i + ".to_q";
    }

    private static Map<String, Integer> eachOnce() {
        Map<String, Integer> once = new TreeMap<>();
        for (int i = 0; i < LAYERS; i++) {
            once.put(module(i) + ".weight", 1);
        }
        return once;
    }

    private static float[] ones() {
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
