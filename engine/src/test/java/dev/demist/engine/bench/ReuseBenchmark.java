package dev.demist.engine.bench;

import dev.demist.Fit;
import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Preview;
import dev.demist.SchedulerChoice;
import dev.demist.engine.internal.batch.BatchLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * How near pictures of the default model with reused features, or with guidance in an interval, come to the exact ones
 * of the same seeds: PSNR in dB, and for how many the exact twin is the nearest of all exact pictures (RGB at 16x16).
 *
 * <p>Arguments: a file with a prompt in each line, how many lines to pass over for each one that is drawn, scheduler,
 * steps, guidance, threads, a folder for the pictures, and any number of {@code REUSE:FROM:TO}.
 */
public final class ReuseBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(ReuseBenchmark.class);

    private final Pipeline pipeline;
    private final List<String> prompts;
    private final GenerationRequest settings;

    private ReuseBenchmark(Pipeline pipeline, List<String> prompts, GenerationRequest settings) {
        this.pipeline = pipeline;
        this.prompts = prompts;
        this.settings = settings;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        int every = 1 + Integer.parseInt(arguments[1]);
        List<String> prompts = IntStream.range(0, lines.size())
                .filter(i -> i % every == 0)
                .mapToObj(lines::get)
                .toList();
        GenerationRequest settings = GenerationRequest.builder("")
                .scheduler(SchedulerChoice.of(arguments[2]))
                .steps(Integer.valueOf(arguments[3]))
                .guidance(Double.valueOf(arguments[4]))
                .build();
        Path cache = Files.createTempDirectory("demist");
        try (OpenModel model = OpenModel.open(cache, BatchLimit.DEFAULT, Integer.parseInt(arguments[5]))) {
            ReuseBenchmark benchmark = new ReuseBenchmark(model.pipeline(), prompts, settings);
            benchmark.compare(Path.of(arguments[6]), Arrays.copyOfRange(arguments, 7, arguments.length));
        }
    }

    private void compare(Path folder, String[] variants) throws IOException {
        List<Picture> exact = drawn(folder.resolve("exact"), settings);
        for (String variant : variants) {
            String[] parts = variant.split(":");
            GenerationRequest request = settings.toBuilder()
                    .reuse(Integer.valueOf(parts[0]))
                    .guidanceFrom(Double.valueOf(parts[1]))
                    .guidanceTo(Double.valueOf(parts[2]))
                    .build();
            report(variant, exact, drawn(folder.resolve(variant.replace(':', '-')), request));
        }
    }

    private List<Picture> drawn(Path folder, GenerationRequest request) throws IOException {
        Files.createDirectories(folder);
        List<Picture> pictures = new ArrayList<>();
        Rate rate = Rate.of(() -> {
            Flux.range(0, prompts.size())
                    .flatMapSequential(i -> pipeline.draw(one(request, i)).map(Preview::picture), 16)
                    .doOnNext(pictures::add)
                    .blockLast();
            return prompts.size();
        });
        for (int i = 0; i < pictures.size(); i++) {
            Files.write(
                    folder.resolve(String.format(Locale.ROOT, "%04d.png", i)),
                    pictures.get(i).png(Map.of()));
        }
        LOG.warn(String.format(
                Locale.ROOT,
                "%s: %.2f processor seconds a picture",
                folder.getFileName(),
                rate.processorSeconds() / rate.steps()));
        return pictures;
    }

    private GenerationRequest one(GenerationRequest request, int i) {
        return request.toBuilder().prompt(prompts.get(i)).seed((long) i).build();
    }

    private void report(String variant, List<Picture> exact, List<Picture> pictures) {
        double[] psnr = IntStream.range(0, exact.size())
                .mapToDouble(i -> psnr(exact.get(i), pictures.get(i)))
                .sorted()
                .toArray();
        List<double[]> known = exact.stream().map(ReuseBenchmark::small).toList();
        long twins = IntStream.range(0, exact.size())
                .filter(i -> nearest(known, small(pictures.get(i))) == i)
                .count();
        LOG.warn(String.format(
                Locale.ROOT,
                "%s: PSNR mean %.1f, median %.1f, 5 %% below %.1f dB; nearest is the twin %.3f",
                variant,
                Arrays.stream(psnr).average().orElseThrow(),
                psnr[psnr.length / 2],
                psnr[psnr.length / 20],
                twins / (double) exact.size()));
    }

    private static double psnr(Picture one, Picture other) {
        byte[] a = one.rgb();
        byte[] b = other.rgb();
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow((a[i] & 255) - (b[i] & 255), 2);
        }
        return squares == 0 ? 100 : 10 * Math.log10(255.0 * 255 * a.length / squares);
    }

    private static double[] small(Picture picture) {
        byte[] rgb = picture.resize(16, 16, Fit.STRETCH).rgb();
        return IntStream.range(0, rgb.length).mapToDouble(i -> rgb[i] & 255).toArray();
    }

    private static int nearest(List<double[]> known, double[] picture) {
        return IntStream.range(0, known.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> distance(known.get(i), picture)))
                .orElseThrow();
    }

    private static double distance(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum();
    }
}
