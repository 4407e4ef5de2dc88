package dev.demist.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.PlainDevice;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows of a denoiser alone and as the first of four times as many. With the processors' own operators they are the same
 * bits; with those that every device has, which may choose others for more rows, they are close.
 */
final class JoinedRowsTest {

    private static final int TIMES = 4;
    private static final int TOKENS = 37;
    private static final int SIDE = 18;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/unet-sd15",
                "models/unet-sd21",
                "models/unet-sdxl",
                "models/unet2d-ddpm",
                "models/unet2d-ncsnpp",
                "flow/pipe-sd35/transformer",
                "flow/pipe-flux-dev/transformer"
            })
    void areTheSameBitsOnTheProcessors(String network) {
        compareBits(network, Inputs::recorded);
    }

    @ParameterizedTest
    @CsvSource({"flow/pipe-flux2-klein/transformer, encoder_hidden_states", "flow/pipe-z-image/transformer, cap_feats"})
    void areTheSameBitsWithoutARecordingOfRows(String network, String text) {
        compareBits(network, (file, shape) -> Inputs.random(shape, text));
    }

    private static void compareBits(String network, BiFunction<Path, DenoiserShape, Inputs> inputs) {
        for (int threads : new int[] {2, 8}) {
            for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
                try (Device device = Device.open(threads, precision)) {
                    Rows rows = rows(device, network, inputs);
                    assertThat(rows.joined())
                            .as("%s on %d threads", precision, threads)
                            .isEqualTo(rows.alone());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-5", "FLOAT16, 2e-3", "BFLOAT16, 2e-2"})
    void areCloseWithTheOperatorsOfAllDevices(Precision precision, double bound) {
        try (Device device = PlainDevice.open(2, precision)) {
            assertClose(device, bound);
        }
    }

    private static void assertClose(Device device, double bound) {
        for (String network : new String[] {"models/unet-sd15", "flow/pipe-sd35/transformer"}) {
            Rows rows = rows(device, network, Inputs::recorded);
            assertThat(Goldens.deviation(rows.joined(), rows.alone()))
                    .as(network)
                    .isLessThan(bound);
        }
    }

    /** As close as a network comes to its recordings. */
    @Tag("gpu")
    @ParameterizedTest
    @CsvSource({"FLOAT32, 2e-4", "FLOAT16, 1.25e-2", "BFLOAT16, 0.1"})
    void areCloseOnAGpu(Precision precision, double bound) {
        try (Device device = Gpu.open(precision)) {
            assertClose(device, bound);
        }
    }

    private record Rows(Tensor alone, Tensor joined) {}

    private record Inputs(Tensor sample, double[] timesteps, Conditioning conditioning) {

        static Inputs recorded(Path file, DenoiserShape shape) {
            Recording io = Recording.read(file);
            return new Inputs(io.sample(), io.timesteps(), io.conditioning());
        }

        static Inputs random(DenoiserShape shape, String text) {
            Tensor states = TorchNoise.ofSeed(1).block(0, 1, TOKENS, shape.width(text));
            Tensor sample = TorchNoise.ofSeed(2).block(0, 1, shape.inChannels(), SIDE, SIDE);
            Conditioning conditioning = Conditioning.NONE.with(text, states).with("cap_lens", Tensor.full(TOKENS, 1));
            return new Inputs(sample, new double[] {500}, conditioning);
        }
    }

    private static Rows rows(Device device, String network, BiFunction<Path, DenoiserShape, Inputs> given) {
        Path file = Goldens.path(network).resolve("io.safetensors");
        try (Denoiser denoiser = Models.denoiser(
                ModelConfig.read(file.resolveSibling("config.json")),
                WeightFiles.open(file.getParent(), null),
                device)) {
            Inputs io = given.apply(file, denoiser.shape());
            Tensor[] samples = IntStream.range(0, TIMES)
                    .mapToObj(i -> io.sample.times(1 - i / 10.0))
                    .toArray(Tensor[]::new);
            double[] timesteps = IntStream.range(0, TIMES)
                    .boxed()
                    .flatMapToDouble(i -> DoubleStream.of(io.timesteps))
                    .toArray();
            Conditioning conditioning = Conditioning.join(Collections.nCopies(TIMES, io.conditioning));
            Tensor all = ModelCheck.await(denoiser.predict(Tensor.concat(0, samples), timesteps, conditioning));
            Tensor alone = ModelCheck.await(denoiser.predict(io.sample, io.timesteps, io.conditioning));
            return new Rows(alone, all.rows(0, alone.size(0)));
        }
    }
}
