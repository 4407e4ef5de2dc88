package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers of 8-bit integers beside the same layers of float32. */
final class Int8Test {

    private static final int IN = 512;
    private static final int OUT = 256;

    /** Two factors of 8 bits, of which the largest are four standard deviations; twice that where layers multiply. */
    private static final double ERROR = 0.02;

    private final Input x = new Input("x");

    @BeforeAll
    static void isThere() {
        assumeTrue(Processor.multipliesInt8(), "the processor has no AVX512-VNNI");
    }

    @ParameterizedTest(name = "{0} pictures of {1} rows, {2}")
    @CsvSource({"1, 1, FLOAT32", "2, 77, FLOAT32", "2, 600, FLOAT32", "2, 77, BFLOAT16", "1, 1100, BFLOAT16"})
    void isCloseWithEachOperationBehindIt(int pictures, int rows, Precision precision) {
        Graph graph = new Graph(List.of(x), layers());
        Tensor sample = random(pictures, rows, IN);
        List<Tensor> exact = run(graph, sample, Precision.FLOAT32, false);
        List<Tensor> quantised = run(graph, sample, precision, true);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(error(quantised.get(i), exact.get(i))).isBetween(1e-4, ERROR);
        }
    }

    @ParameterizedTest(name = "kernel {0}, stride {1}, {2}")
    @CsvSource({"1, 1, FLOAT32", "3, 1, FLOAT32", "3, 2, FLOAT32", "3, 1, BFLOAT16"})
    void convolvesPictures(int kernel, int stride, Precision precision) {
        Graph graph = convolution(kernel, stride);
        Tensor pictures = random(2, IN, 5, 7).map(number -> number + 1);
        Tensor exact = run(graph, pictures).get(0);
        Tensor quantised = run(graph, pictures, precision, true).get(0);
        assertThat(error(quantised, exact)).isBetween(1e-4, ERROR);
        assertThat(run(graph, pictures.rows(1, 2), precision, true).get(0)).isEqualTo(quantised.rows(1, 2));
    }

    private Graph convolution(int kernel, int stride) {
        Value y = Conv2d.of(Scope.ROOT.child("conv"), IN, OUT, kernel, stride, kernel / 2)
                .apply(x.to(ElementType.COMPUTE));
        return new Graph(List.of(x), List.of(y.to(ElementType.FLOAT32)));
    }

    @ParameterizedTest(name = "{0} rows of a picture")
    @CsvSource({"1", "77", "300", "1024"})
    void aPictureHasTheSameBitsWithOthers(int rows) {
        Graph graph = new Graph(List.of(x), layers());
        Tensor sample = random(3, rows, IN);
        List<Tensor> together = run(graph, sample, Precision.FLOAT32, true);
        List<Tensor> alone = run(graph, sample.rows(2, 3), Precision.FLOAT32, true);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(together.get(i).rows(2, 3)).isEqualTo(alone.get(i));
        }
    }

    @Test
    void aRowOfZerosGivesTheBias() {
        Graph graph = new Graph(List.of(x), layers());
        Tensor zeros = Tensor.zeros(1, 2, IN);
        assertThat(run(graph, zeros, Precision.FLOAT32, true)).isEqualTo(run(graph, zeros));
    }

    @Test
    void timestepsAndSmallLayersStayExact() {
        Value small = Linear.of(Scope.ROOT.child("small"), IN, OUT - 8).apply(x);
        Graph tokens = new Graph(List.of(x), List.of(small));
        Tensor sample = random(2, 3, IN);
        assertThat(run(tokens, sample, Precision.FLOAT32, true)).isEqualTo(run(tokens, sample));

        Value embedded = Linear.of(Scope.ROOT.child("time"), IN, OUT).apply(x.reshape(-1, IN));
        Graph timesteps = new Graph(List.of(x), List.of(embedded));
        assertThat(run(timesteps, sample, Precision.FLOAT32, true)).isEqualTo(run(timesteps, sample));
    }

    @Test
    void isRefusedWhereItIsNotFast() {
        Targets plain = new Targets(false, 1, null);
        assertThatThrownBy(() -> plain.require(Precision.INT8))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("int8")
                .hasMessageContaining("float32 is possible everywhere");
        assertThatThrownBy(() -> Targets.of(ComputeDevice.cuda(0), 1).require(Precision.INT8))
                .isInstanceOf(DemistException.class);
    }

    private List<Value> layers() {
        Value y = layer("first", true);
        Value gelu = Activation.of("gelu", "test").apply(layer("second", false));
        Value sum = layer("third", true).plusSame(y);
        Value product = layer("fourth", true).timesSame(y);
        return Stream.of(y, gelu, sum, product)
                .map(value -> value.to(ElementType.FLOAT32))
                .toList();
    }

    private Value layer(String name, boolean bias) {
        return Linear.of(Scope.ROOT.child(name), IN, OUT, bias).apply(x.to(ElementType.COMPUTE));
    }

    private static List<Tensor> run(Graph graph, Tensor sample) {
        return run(graph, sample, Precision.FLOAT32, false);
    }

    private static List<Tensor> run(Graph graph, Tensor sample, Precision precision, boolean int8) {
        try (Device device = Device.open(2, precision)) {
            Target target = device.target(precision);
            Target wanted = int8 ? target.withInt8() : target;
            try (Network network = Network.load(device, RandomWeights.of(graph), wanted, List.of(graph))) {
                return network.program(graph).run(List.of(sample)).block();
            }
        }
    }

    private static double error(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double squares = 0;
        double power = 0;
        for (int i = 0; i < expected.size(); i++) {
            squares += Math.pow(actual.get(i) - expected.get(i), 2);
            power += Math.pow(expected.get(i), 2);
        }
        return Math.sqrt(squares / power);
    }

    private static Tensor random(int... shape) {
        Random random = new Random(1);
        return Tensor.zeros(shape).map(x -> (float) random.nextGaussian());
    }
}
