package dev.demist.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One network's calls on demand, beside other engines in {@code goldens/reference/bench_peers.py}: a call for each line
 * of the standard input, answered by a line with its seconds and the processor's.
 *
 * <p>Arguments: {@code classpath}, to print it; or {@code denoiser}, {@code decoder}, {@code text} or {@code picture};
 * folder, precision, threads, batch (of a picture: steps), side of the latents, number of tokens, the device, widths of
 * further conditions such as {@code text_embeds=1280,time_ids=6}.
 */
public final class CallBenchmark {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CallBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("classpath")) {
            System.out.println(System.getProperty("java.class.path"));
            return;
        }
        Path folder = Path.of(arguments[1]);
        Precision precision = Precision.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        int threads = Integer.parseInt(arguments[3]);
        ComputeDevice place = ComputeDevice.parse(arguments[7]);
        if (arguments[0].equals("picture")) {
            new PictureCalls(folder, precision, threads, Integer.parseInt(arguments[4]), place).serve();
            return;
        }
        try (Device device = Device.open(place, threads, precision)) {
            ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
            Weights weights = WeightFiles.open(folder, null);
            Sizes sizes = Sizes.of(arguments);
            switch (arguments[0]) {
                case "denoiser" -> denoiser(Models.denoiser(config, weights, device), sizes);
                case "decoder" -> decoder(Models.latentCodec(config, weights, device), sizes);
                case "text" -> text(Models.textEncoder(config, weights, device), sizes);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void denoiser(Denoiser network, Sizes sizes) throws IOException {
        try (network) {
            Tensor sample = RandomInput.of(sizes.batch, network.shape().inChannels(), sizes.side, sizes.side);
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            inputs.put(
                    Conditioning.TEXT,
                    RandomInput.of(sizes.batch, sizes.tokens, network.shape().width(Conditioning.TEXT)));
            sizes.widths.forEach((name, width) -> inputs.put(name, RandomInput.of(sizes.batch, width)));
            double[] times = new double[sizes.batch];
            Arrays.fill(times, 500);
            serve(() -> network.predict(sample, times, Conditioning.of(inputs)).block());
        }
    }

    private static void decoder(LatentCodec network, Sizes sizes) throws IOException {
        try (network) {
            Tensor latents = RandomInput.of(sizes.batch, 4, sizes.side, sizes.side);
            serve(() -> network.decode(latents).block());
        }
    }

    private static void text(TextEncoder network, Sizes sizes) throws IOException {
        try (network) {
            int[][] ids = new int[sizes.batch][sizes.tokens];
            serve(() ->
                    network.encode(TokenBatch.of(ids), Set.of(TextOutput.LAST)).block());
        }
    }

    static void serve(Runnable call) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        while (lines.readLine() != null) {
            long processor = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            call.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%.6f %.6f%n", seconds, (PROCESS.getProcessCpuTime() - processor) / 1e9);
        }
    }

    private record Sizes(int batch, int side, int tokens, Map<String, Integer> widths) {

        static Sizes of(String[] arguments) {
            Map<String, Integer> widths = new LinkedHashMap<>();
            for (String width : arguments.length > 8 ? arguments[8].split(",") : new String[0]) {
                String[] parts = width.split("=");
                widths.put(parts[0], Integer.parseInt(parts[1]));
            }
            return new Sizes(
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]),
                    Integer.parseInt(arguments[6]),
                    widths);
        }
    }
}
