package dev.demist.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.demist.Precision;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.batch.ControlBatcher;
import dev.demist.engine.internal.batch.StepBatcher;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.model.unet.RandomControlNet;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How runs with a ControlNet should share calls with others: the ControlNet called by each run or by a batcher, and the
 * U-Net called apart or together, with residuals of zeros for the plain runs. Prints milliseconds of wall clock and of
 * the processor for one step of one run.
 *
 * <p>Arguments: folder of a U-Net, runs with a ControlNet, runs without, latent side, steps, rounds, threads.
 */
public final class ControlBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(ControlBenchmark.class);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int ROWS = 2;
    private static final int TOKENS = 77;

    private final Denoiser unet;
    private final ControlNet alone;
    private final ControlNet joined;
    private final Tensor sample;
    private final Conditioning text;
    private final Conditioning controlled;
    private final double[] times = new double[ROWS];

    private ControlBenchmark(Denoiser unet, ControlNet controlNet, int side) {
        this.unet = new StepBatcher(unet, BatchLimit.DEFAULT, ObservationRegistry.NOOP);
        this.alone = controlNet;
        this.joined = new ControlBatcher(controlNet, BatchLimit.DEFAULT);
        this.sample = RandomInput.of(ROWS, unet.shape().inChannels(), side, side);
        this.text = Conditioning.text(RandomInput.of(ROWS, TOKENS, unet.shape().width(Conditioning.TEXT)));
        int pixels = controlNet.pictureScale() * side;
        this.controlled = text.with(ControlNet.PICTURE, RandomInput.of(ROWS, 3, pixels, pixels))
                .with(ControlNet.SCALE, Tensor.full(1, ROWS));
        Arrays.fill(times, 500);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int[] numbers = Arrays.stream(arguments, 1, arguments.length)
                .mapToInt(Integer::parseInt)
                .toArray();
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        Path file = Files.createTempFile("controlnet", ".safetensors");
        RandomControlNet.write(config, file);
        try (Device device = Device.open(numbers[5], Precision.FLOAT32);
                Denoiser unet = Models.denoiser(config, WeightFiles.open(folder, null), device);
                ControlNet controlNet = RandomControlNet.load(config, WeightFiles.open(file, null), device)) {
            new ControlBenchmark(unet, controlNet, numbers[2]).measure(numbers);
        } finally {
            Files.delete(file);
        }
    }

    private void measure(int[] numbers) {
        Conditioning residuals = alone.predict(sample, times, controlled).block();
        Conditioning zeros = zeros(residuals);
        Map<String, Mono<Void>> ways = new LinkedHashMap<>();
        ways.put("ControlNet alone, U-Net apart", runs(numbers, alone, text));
        ways.put("ControlNet joined, U-Net apart", runs(numbers, joined, text));
        ways.put("ControlNet joined, U-Net together", runs(numbers, joined, text.with(zeros)));
        double steps = (numbers[0] + numbers[1]) * (double) numbers[3];
        ways.values().forEach(Mono::block);
        for (int round = 0; round < numbers[4]; round++) {
            ways.forEach((name, way) -> {
                long start = System.nanoTime();
                long work = PROCESS.getProcessCpuTime();
                way.block();
                LOG.warn(String.format(
                        Locale.ROOT,
                        "%-34s wall %.2f ms, processor %.2f ms",
                        name,
                        (System.nanoTime() - start) / steps / 1e6,
                        (PROCESS.getProcessCpuTime() - work) / steps / 1e6));
            });
        }
    }

    private static Conditioning zeros(Conditioning residuals) {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        residuals
                .names()
                .forEach(name -> zeros.put(
                        name, Tensor.zeros(residuals.get(name).orElseThrow().shape())));
        return Conditioning.of(zeros);
    }

    private Mono<Void> runs(int[] numbers, ControlNet controlNet, Conditioning plain) {
        Mono<Tensor> steered = Mono.defer(() -> controlNet
                .predict(sample, times, controlled)
                .flatMap(residuals -> unet.predict(sample, times, text.with(residuals))));
        Mono<Tensor> unsteered = Mono.defer(() -> unet.predict(sample, times, plain));
        return Flux.range(0, numbers[0] + numbers[1])
                .flatMap(run -> (run < numbers[0] ? steered : unsteered).repeat(numbers[3] - 1), 256)
                .then();
    }
}
