package dev.demist.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Seconds for one step of a conditional U-Net or transformer, as one JSON line like the reference's script prints. With
 * one thread, the processor's time is steady on a busy machine, too. Of a U-Net a second line says what passes take
 * that keep deep features, or reuse them.
 *
 * <p>Arguments: folder, precision, batch, latent side, steps, threads, the device (cpu), and how long the text is (77).
 */
public final class DenoiserBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(DenoiserBenchmark.class);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private DenoiserBenchmark() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Precision precision = Precision.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        int batch = Integer.parseInt(arguments[2]);
        int side = Integer.parseInt(arguments[3]);
        double[] seconds = new double[Integer.parseInt(arguments[4]) + 1];
        ComputeDevice place = ComputeDevice.parse(arguments.length > 6 ? arguments[6] : "cpu");
        int tokens = arguments.length > 7 ? Integer.parseInt(arguments[7]) : 77;
        try (Device device = Device.open(place, Integer.parseInt(arguments[5]), precision)) {
            long start = System.nanoTime();
            ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
            try (Denoiser unet = Models.denoiser(config, WeightFiles.open(folder, null), device)) {
                double load = (System.nanoTime() - start) / 1e9;
                Tensor sample = RandomInput.of(batch, unet.shape().inChannels(), side, side);
                Conditioning text = Conditioning.text(
                        RandomInput.of(batch, tokens, unet.shape().width(Conditioning.TEXT)));
                double[] times = new double[batch];
                Arrays.fill(times, 500);
                double[] processor = times(seconds, unet.predict(sample, times, text));
                report(folder, precision, load, seconds, best(processor));
                if (unet.shape().deepChannels() > 0) {
                    reportReuse(seconds.length, unet, sample, times, text);
                }
            }
        }
    }

    /** Fills {@code seconds} with those of repeated calls; returns those of the processor. */
    private static double[] times(double[] seconds, Mono<?> call) {
        double[] processor = new double[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            long start = System.nanoTime();
            long startOfWork = PROCESS.getProcessCpuTime();
            call.block();
            seconds[i] = (System.nanoTime() - start) / 1e9;
            processor[i] = (PROCESS.getProcessCpuTime() - startOfWork) / 1e9;
        }
        return processor;
    }

    /** The same for full passes that keep their features and for the shallow ones that take them. */
    private static void reportReuse(int calls, Denoiser unet, Tensor sample, double[] times, Conditioning text) {
        double[] keeping = new double[calls];
        double[] shallow = new double[calls];
        times(keeping, unet.predictDeep(sample, times, text));
        DeepPrediction deep = unet.predictDeep(sample, times, text).block();
        times(shallow, unet.predict(sample, times, text.with(Conditioning.DEEP, deep.features())));
        LOG.warn(String.format(
                Locale.ROOT,
                "{\"keeping_first_s\": %.4f, \"keeping_best_s\": %.4f, \"shallow_first_s\": %.4f,"
                        + " \"shallow_best_s\": %.4f}",
                keeping[0],
                best(keeping),
                shallow[0],
                best(shallow)));
    }

    private static void report(Path folder, Precision precision, double load, double[] seconds, double processor) {
        double[] later = Arrays.copyOfRange(seconds, 1, seconds.length);
        Arrays.sort(later);
        LOG.warn(String.format(
                Locale.ROOT,
                "{\"what\": \"%s\", \"precision\": \"%s\", \"load_s\": %.3f, \"first_s\": %.4f, \"best_s\": %.4f,"
                        + " \"median_s\": %.4f, \"best_processor_s\": %.4f}",
                folder.getFileName(),
                precision,
                load,
                seconds[0],
                later[0],
                later[later.length / 2],
                processor));
    }

    private static double best(double[] all) {
        return Arrays.stream(all, 1, all.length).min().orElseThrow();
    }
}
