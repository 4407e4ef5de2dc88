package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.demist.Precision;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention by oneDNN's products beside libtorch's fused one, from both sides of the size at which it begins. */
final class LargeAttentionTest {

    private static final int HEADS = 3;
    private static final int WIDTH = 8;

    /**
     * The scores of 3,000 keys come in blocks of 349 rows, the last one shorter; those of 17,000 are left to libtorch.
     */
    @ParameterizedTest(name = "{0} queries, {1} keys, {2} pictures, {3}")
    @CsvSource({
        "1, 1, 2, FLOAT32", "1023, 1023, 2, FLOAT32", "1024, 1, 2, FLOAT32", "1024, 77, 1, FLOAT32",
        "1100, 3000, 1, FLOAT32", "1100, 3000, 2, FLOAT32", "77, 3000, 2, FLOAT32", "1100, 17000, 1, FLOAT32",
        "1100, 3000, 1, BFLOAT16", "1100, 3000, 2, BFLOAT16", "1024, 77, 2, BFLOAT16"
    })
    void agreesWithTheFusedAttention(int queries, int keys, int batch, Precision precision) {
        List<Tensor> inputs = List.of(random(1, batch, queries), random(2, batch, keys), random(3, batch, keys));
        Tensor expected = attended(inputs, precision, true);
        Tensor actual = attended(inputs, precision, false);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double tolerance = precision == Precision.FLOAT32 ? 2e-6 : 8e-3;
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) Math.abs(actual.get(i) - expected.get(i))).isLessThan(tolerance);
        }
    }

    /** Scores of standard deviation 1 that are 1 % off move a weight by 1 %, in either direction. */
    @ParameterizedTest(name = "{0} queries, {1} keys, {2} pictures, {3}")
    @CsvSource({"1100, 3000, 1, FLOAT32", "1024, 77, 2, FLOAT32", "1100, 3000, 2, BFLOAT16"})
    void int8ScoresComeClose(int queries, int keys, int batch, Precision precision) {
        assumeTrue(Processor.multipliesInt8(), "the processor has no AVX512-VNNI");
        // A mean that all keys share takes none of the 8 bits.
        List<Tensor> inputs =
                List.of(random(1, batch, queries), random(2, batch, keys).map(x -> x + 20), random(3, batch, keys));
        Tensor expected = attended(inputs, Precision.FLOAT32, target -> target.withWideMkl(true));
        Tensor actual =
                attended(inputs, precision, target -> target.withWideMkl(false).withInt8());
        double tolerance = precision == Precision.FLOAT32 ? 0.02 : 0.15;
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) Math.abs(actual.get(i) - expected.get(i))).isLessThan(tolerance);
        }
        List<Tensor> last =
                inputs.stream().map(input -> input.rows(batch - 1, batch)).toList();
        assertThat(attended(last, precision, target -> target.withWideMkl(false).withInt8()))
                .isEqualTo(actual.rows(batch - 1, batch));
    }

    private static Tensor attended(List<Tensor> inputs, Precision precision, boolean wideMkl) {
        return attended(inputs, precision, target -> target.withWideMkl(wideMkl));
    }

    private static Tensor attended(List<Tensor> inputs, Precision precision, UnaryOperator<Target> target) {
        List<Input> names = List.of(new Input("q"), new Input("k"), new Input("v"));
        List<Value> heads = names.stream().map(LargeAttentionTest::split).toList();
        Value attended = heads.get(0).attend(heads.get(1), heads.get(2), false);
        Graph graph = new Graph(names, List.of(attended.to(ElementType.FLOAT32)));
        try (Device device = Device.open(1, precision);
                Network network = Network.load(
                        device,
                        new WeightMap("test", Map.of()),
                        target.apply(device.target(precision)),
                        List.of(graph))) {
            return network.program(graph).run(inputs).block().get(0);
        }
    }

    // [B, T, heads * width] to [B, heads, T, width], which lies in memory as it did
    private static Value split(Input x) {
        return x.to(ElementType.COMPUTE)
                .reshape(x.size(0), x.size(1), HEADS, WIDTH)
                .transpose(1, 2);
    }

    private static Tensor random(long seed, int batch, int tokens) {
        Random random = new Random(seed);
        return Tensor.zeros(batch, tokens, HEADS * WIDTH).map(x -> (float) random.nextGaussian());
    }
}
