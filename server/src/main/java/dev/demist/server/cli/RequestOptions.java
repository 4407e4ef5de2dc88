package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LoraChoice;
import dev.demist.Models;
import dev.demist.SchedulerChoice;
import dev.demist.internal.StrictJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of commands that describe a picture. */
final class RequestOptions {

    private static final Pattern LORA = Pattern.compile("([^=]+)(?:=(-?\\d*\\.?\\d+))?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            description = "What to draw; \"\" draws without words. Only models without words do without it.")
    private @Nullable String prompt;

    @Option(names = "--negative", paramLabel = "TEXT", description = "What to keep away from.")
    private @Nullable String negative;

    @Option(names = "--seed", description = "Of the noise, up to 2^64 - 1; drawn if it is not given.")
    private @Nullable BigInteger seed;

    @Option(names = "--guidance", paramLabel = "G", description = "How closely to follow the prompt, 0 to 100.")
    private @Nullable Double guidance;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "In pixels, multiples of 8; the given picture's by default, else the model's.")
    private @Nullable String size;

    @Option(
            names = "--model",
            description = "One of 'demist models', org/name of a pulled repository, or the path of a folder or file.")
    private @Nullable String model;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Settings for few steps: turbo, lightning, hyper, dmd2, lcm, tcd or none; by default the one"
                    + " that the model or a LoRA is recognised to have.")
    private @Nullable String preset;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of the scheduler, such as use_karras_sigmas=true.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--timesteps",
            paramLabel = "T,T,...",
            split = ",",
            description = "The timesteps to visit instead of the scheduler's own, descending; they decide the steps.")
    private List<Double> timesteps = new ArrayList<>();

    @Option(
            names = "--sigmas",
            paramLabel = "S,S,...",
            split = ",",
            description = "The noise levels to visit instead of the scheduler's own, descending; the last may be 0.")
    private List<Double> sigmas = new ArrayList<>();

    @Option(
            names = "--lora",
            paramLabel = "NAME[=WEIGHT]",
            description = "A file under loras in the models folder to merge into the weights; may be repeated.")
    private List<String> loras = new ArrayList<>();

    @Option(
            names = "--embedding",
            paramLabel = "NAME",
            description = "A textual inversion under embeddings in the models folder; may be repeated.")
    private List<String> embeddings = new ArrayList<>();

    @Option(
            names = "--clip-skip",
            paramLabel = "N",
            description = "Last layers of the text encoder to skip, 0 to 11 (0).")
    private @Nullable Integer clipSkip;

    @Option(
            names = "--guidance-rescale",
            paramLabel = "PHI",
            description = "Against pictures that guidance overexposes, 0 to 1 (0).")
    private @Nullable Double guidanceRescale;

    @Option(
            names = "--guidance-from",
            paramLabel = "S",
            description = "Share of the steps after which guidance begins (0).")
    private @Nullable Double guidanceFrom;

    @Option(
            names = "--guidance-to",
            paramLabel = "S",
            description = "Share of the steps after which guidance ends (1).")
    private @Nullable Double guidanceTo;

    @Option(
            names = "--true-guidance",
            paramLabel = "W",
            description =
                    "Guidance by the negative prompt in models that take --guidance as an input, as FLUX.1 does (1).")
    private @Nullable Double trueGuidance;

    @Option(
            names = "--reuse",
            paramLabel = "N",
            description = "Compute the whole network in every N-th step only, for models around a U-Net (every step).")
    private @Nullable Integer reuse;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    String model(Models models) {
        return model == null ? models.names().get(0) : model;
    }

    /** The request with a scheduler; null is the checkpoint's own. */
    GenerationRequest with(@Nullable String scheduler, @Nullable Integer steps) {
        Map<String, Object> typed = new LinkedHashMap<>();
        options.forEach((key, value) -> typed.put(key, StrictJson.value(value)));
        GenerationRequestBuilder request = GenerationRequest.builder()
                .prompt(prompt)
                .negativePrompt(negative)
                .preset(preset)
                .scheduler(new SchedulerChoice(scheduler, typed, timesteps, sigmas))
                .steps(steps)
                .guidance(guidance)
                .guidanceRescale(guidanceRescale)
                .guidanceFrom(guidanceFrom)
                .guidanceTo(guidanceTo)
                .trueGuidance(trueGuidance)
                .reuse(reuse)
                .clipSkip(clipSkip)
                .loras(loras.stream().map(RequestOptions::lora).toList())
                .embeddings(embeddings)
                .seed(seed);
        pictures.addTo(request);
        return sized(request).build();
    }

    private static LoraChoice lora(String choice) {
        Matcher parts = LORA.matcher(choice);
        if (!parts.matches()) {
            throw DemistException.invalid("--lora", choice, "it must be a name, or a name and a weight: style=0.8");
        }
        return new LoraChoice(parts.group(1), parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2)));
    }

    private GenerationRequestBuilder sized(GenerationRequestBuilder request) {
        if (size == null) {
            return request;
        }
        Matcher sides = SIZE.matcher(size);
        if (!sides.matches()) {
            throw DemistException.invalid("--size", size, "it must be a width and a height, such as 128x128");
        }
        return request.size(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
    }
}
