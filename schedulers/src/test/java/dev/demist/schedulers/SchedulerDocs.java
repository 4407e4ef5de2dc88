package dev.demist.schedulers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/schedulers.md} and {@code docs/noise-curves.svg} from the schedulers themselves. */
public final class SchedulerDocs {

    private static final double UNET_STEP_MICROS = 3.5e6;

    private SchedulerDocs() {}

    /** The project's root. */
    static Path root() {
        return Path.of(System.getProperty("demist.root", ".."));
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        List<SchedulerProvider> providers = BuiltIns.ALL;
        Files.writeString(root().resolve("docs/noise-curves.svg"), NoiseCurves.svg(providers));
        Files.writeString(root().resolve("docs/schedulers.md"), page(providers));
    }

    private static String page(List<SchedulerProvider> providers) throws IOException {
        return """
                # Schedulers

                <!-- Generated: ./mvnw -pl schedulers -am test-compile -Pmain -Dmain=dev.demist.schedulers.SchedulerDocs
                     Cost is taken from the last run of -Dmain=dev.demist.schedulers.SchedulerBenchmark, if there is one. -->

                A scheduler decides how noise becomes a picture. Any of these can be used with any checkpoint: its
                `scheduler_config.json` says how the model was trained, a request names the scheduler and overrides
                keys. Each is a schedule, a prediction and a solver put together; [write your own](write-a-scheduler.md).

                | name | known as | diffusers class | calls for 20 steps | noise | custom | |
                | --- | --- | --- | --- | --- | --- | --- |
                """
                + rows(providers, SchedulerDocs::overview)
                + """

                `custom` says whether a request may give the timesteps or the sigmas to visit (`timesteps`, `sigmas` of
                its scheduler); others refuse them, as in diffusers. They descend strictly. For `euler` the last sigma is
                the end, usually 0; flow matching schedulers add the end themselves, and `unipc` takes sigmas with
                `use_flow_sigmas` only. With `use_dynamic_shifting` the shift follows from the size of the picture.

                """
                + kept("## Good with a model", "## Noise curves")
                + """
                ## Noise curves

                The noise over a run of 20 steps, logarithmically; dots are model calls. Inversion (`ddim-inverse`,
                `dpm-inverse`) counts the noise still to be added.

                ![Noise curves](noise-curves.svg)

                ## Parity

                Largest deviation from the recordings of diffusers 0.39.0 over whole trajectories, in units of the
                largest value (at least 1). 2e-4 is the limit; `start` noise, timesteps and sigmas are compared too.
                Samples are rounded to float32 where the reference rounds. The rest comes from float32's square root and
                logarithm, which torch takes from the processor's maths library and which may be off by one in the last
                place: it shows where a formula cancels, as in `dpm2-a` with two or three steps and in `deis` of order
                three with seventy or more.

                | class | recordings | samples | predicted clean samples |
                | --- | ---: | ---: | ---: |
                """
                + parity()
                + cost()
                + "\n## Options\n\nWith their defaults; `./demist schedulers NAME` explains them.\n\n| name | options |\n| --- | --- |\n"
                + rows(
                        providers,
                        provider -> "| `" + provider.name() + "` | "
                                + provider.options().stream()
                                        .map(SchedulerDocs::option)
                                        .collect(Collectors.joining(", "))
                                + " |\n");
    }

    private static String rows(
            List<SchedulerProvider> providers, java.util.function.Function<SchedulerProvider, String> row) {
        return providers.stream().map(row).collect(Collectors.joining());
    }

    private static String overview(SchedulerProvider provider) {
        Scheduler scheduler = provider.create(SchedulerConfig.of(Map.of()));
        var run = new ToyRun(scheduler.plan(20));
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | `%s` | %d | %s | %s | %s |%n",
                provider.name(),
                provider.label(),
                provider.diffusersNames().iterator().next(),
                run.calls(),
                run.draws() > 0 ? "fresh" : "",
                custom(scheduler),
                provider.description());
    }

    /** The fields of a custom schedule that are not refused by name. */
    private static String custom(Scheduler scheduler) {
        return Stream.of(PlanRequest.ofTimesteps(9, 1), PlanRequest.ofSigmas(0.9, 0.1))
                .filter(request -> !refusal(scheduler, request).contains("does not take custom"))
                .map(request -> request.hasSigmas() ? "sigmas" : "timesteps")
                .collect(Collectors.joining(", "));
    }

    private static String refusal(Scheduler scheduler, PlanRequest request) {
        try {
            scheduler.plan(request);
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String option(SchedulerOption option) {
        return "`" + option.name() + (option.defaultValue() == null ? "" : "=" + option.defaultValue()) + "`";
    }

    private static String parity() throws IOException {
        Map<String, double[]> worst = new TreeMap<>();
        for (GoldenCase recorded : Goldens.under(Goldens.root())) {
            GoldenCase.Deviation deviation = recorded.replay();
            double[] row = worst.computeIfAbsent(recorded.scheduler(), name -> new double[3]);
            row[0]++;
            row[1] = Math.max(row[1], deviation.samples());
            row[2] = Math.max(row[2], deviation.denoised());
        }
        return worst.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "| `%s` | %.0f | %.1e | %s |%n",
                        entry.getKey(),
                        entry.getValue()[0],
                        entry.getValue()[1],
                        entry.getValue()[2] == 0
                                ? "not recorded"
                                : String.format(Locale.ROOT, "%.1e", entry.getValue()[2])))
                .collect(Collectors.joining());
    }

    /** What the page already has from {@code first} to before {@code next}: figures of an earlier measurement. */
    private static String kept(String first, String next) throws IOException {
        String page = Files.readString(root().resolve("docs/schedulers.md"));
        int begin = page.indexOf(first);
        return begin < 0 ? "" : page.substring(begin, page.indexOf(next));
    }

    private static String cost() throws IOException {
        Path measured = root().resolve("schedulers/target/benchmark.json");
        if (!Files.exists(measured)) {
            return kept("\n## Cost", "\n## Options");
        }
        StringBuilder table = new StringBuilder("""

                ## Cost

                `modelInput` and `advance` per model call on a `[1, 4, 64, 64]` latent, on one core, without drawing noise.
                The share is that of a step of Stable Diffusion 1.5's UNet, for which 3.5 s on two cores is a good time;
                1 % is the limit.

                | name | time, µs | share of a step | allocated, KiB |
                | --- | ---: | ---: | ---: |
                """);
        for (JsonNode result : new ObjectMapper().readTree(measured.toFile())) {
            table.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %.0f | %.3f %% | %.0f |%n",
                    result.at("/params/scheduler").asText(),
                    result.at("/primaryMetric/score").asDouble(),
                    result.at("/primaryMetric/score").asDouble() / UNET_STEP_MICROS * 100,
                    result.at("/secondaryMetrics")
                                    .path("gc.alloc.rate.norm")
                                    .path("score")
                                    .asDouble()
                            / 1024));
        }
        return table.toString();
    }
}
