package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A linear layer gives each picture the same bits with any number of others, with every operation behind it. */
final class WideLinearTest {

    private static final int[] PICTURES = {2, 3, 8, 16};

    @ParameterizedTest(name = "{0} to {1}, {2} rows of a picture")
    @CsvSource({
        "512, 64, 16", "520, 64, 1", "640, 40, 16", "768, 320, 77", "1024, 256, 4", "1024, 256, 16", "1024, 256, 64",
        "1280, 64, 256", "1280, 1280, 256", "5120, 320, 256", "1280, 320, 128", "2560, 40, 12", "2560, 64, 64",
                "2560, 64, 1024"
    })
    void isSteady(int in, int out, int rows) {
        Input x = new Input("x");
        Value y = Linear.of(Scope.ROOT.child("first"), in, out).apply(Compute.of(x));
        Value gelu = Activation.of("gelu", "test")
                .apply(Linear.of(Scope.ROOT.child("second"), in, out, false).apply(Compute.of(x)));
        Value sum = Linear.of(Scope.ROOT.child("third"), in, out)
                .apply(Compute.of(x))
                .plusSame(y);
        Graph graph = new Graph(
                List.of(x), Stream.of(y, gelu, sum).map(Compute::result).toList());
        check(graph, 2, Precision.FLOAT32, rows, in);
        check(graph, 8, Precision.FLOAT32, rows, in);
        check(graph, 3, Precision.BFLOAT16, rows, in);
    }

    private static void check(Graph graph, int threads, Precision precision, int rows, int in) {
        try (Device device = Device.open(threads, precision);
                Network network = Network.load(device, RandomWeights.of(graph), precision, List.of(graph))) {
            Program program = network.program(graph);
            for (int pictures : PICTURES) {
                check(program, random(pictures, rows, in));
            }
        }
    }

    private static void check(Program program, Tensor sample) {
        int last = sample.size(0) - 1;
        List<Tensor> together = program.run(List.of(sample)).block();
        List<Tensor> alone = program.run(List.of(sample.rows(last, last + 1))).block();
        for (int i = 0; i < alone.size(); i++) {
            assertThat(together.get(i).rows(last, last + 1)).isEqualTo(alone.get(i));
        }
    }

    private static Tensor random(int... shape) {
        Random random = new Random(1);
        return Tensor.zeros(shape).map(x -> (float) random.nextGaussian());
    }
}
