package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A convolution gives each picture the same bits with any number of others, on any number of threads. */
final class WideConvolutionTest {

    @ParameterizedTest(name = "{0} to {1}, {2}x{2}")
    @CsvSource({
        "384, 64, 1",
        "960, 320, 5",
        "640, 320, 8",
        "640, 640, 8",
        "256, 128, 8",
        "384, 128, 16",
        "384, 128, 24",
        "768, 384, 24",
        "640, 128, 17",
        "768, 256, 32",
        "320, 4, 24"
    })
    void isSteady(int in, int out, int side) {
        Input x = new Input("x");
        Graph graph = new Graph(
                List.of(x),
                List.of(Compute.result(Conv2d.same(Scope.ROOT, in, out, 3).apply(Compute.picture(x)))));
        for (int threads : new int[] {2, 3, 8}) {
            check(graph, threads, Precision.FLOAT32, TorchNoise.ofSeed(1).block(0, 4, in, side, side));
            check(graph, threads, Precision.BFLOAT16, TorchNoise.ofSeed(1).block(0, 4, in, side, side));
        }
    }

    private static void check(Graph graph, int threads, Precision precision, Tensor sample) {
        try (Device device = Device.open(threads, precision);
                Network network = Network.load(device, RandomWeights.of(graph), precision, List.of(graph))) {
            Program program = network.program(graph);
            Tensor alone = program.run(List.of(sample.rows(0, 1))).block().get(0);
            for (int pictures = 2; pictures <= sample.size(0); pictures++) {
                Tensor together =
                        program.run(List.of(sample.rows(0, pictures))).block().get(0);
                assertThat(together.rows(0, 1))
                        .as("%s, %d threads, %d pictures", precision, threads, pictures)
                        .isEqualTo(alone);
            }
        }
    }
}
