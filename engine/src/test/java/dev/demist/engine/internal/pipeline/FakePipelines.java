package dev.demist.engine.internal.pipeline;

import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.ModelInfo;
import dev.demist.SchedulerChoice;
import dev.demist.engine.internal.family.GuidanceKind;
import dev.demist.engine.internal.family.LatentFormat;
import dev.demist.engine.internal.family.Traits;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Pipelines around a fake network with every real scheduler. */
final class FakePipelines {

    static final SchedulerRegistry SCHEDULERS = SchedulerRegistry.load(FakePipelines.class.getClassLoader());

    private static final Map<String, Object> CONFIG = Map.of(
            "beta_start", 0.00085, "beta_end", 0.012, "beta_schedule", "scaled_linear", "prediction_type", "epsilon");

    private FakePipelines() {}

    static EnginePipeline of(Denoiser denoiser) {
        return of(denoiser, SCHEDULERS, new SchedulerPool(Duration.ofSeconds(30)));
    }

    static EnginePipeline of(Denoiser denoiser, SchedulerRegistry schedulers, SchedulerPool pool) {
        return pipeline(denoiser, TextConditioner.NONE, GuidanceKind.NONE, schedulers, pool, ObservationRegistry.NOOP);
    }

    static EnginePipeline observed(Denoiser denoiser, ObservationRegistry observations) {
        SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));
        return pipeline(denoiser, TextConditioner.NONE, GuidanceKind.NONE, SCHEDULERS, pool, observations);
    }

    /** As of a text-to-image model. */
    static EnginePipeline steered(Denoiser denoiser, TextConditioner text) {
        return steered(denoiser, text, GuidanceKind.CLASSIFIER_FREE);
    }

    static EnginePipeline steered(Denoiser denoiser, TextConditioner text, GuidanceKind guidance) {
        SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));
        return pipeline(denoiser, text, guidance, SCHEDULERS, pool, ObservationRegistry.NOOP);
    }

    /** As of a text-to-image model with deep features. */
    static EnginePipeline reusing(Denoiser denoiser, TextConditioner text) {
        Traits traits = traits(GuidanceKind.CLASSIFIER_FREE, true, 3);
        SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));
        return pipeline(denoiser, text, traits, SCHEDULERS, pool, ObservationRegistry.NOOP);
    }

    private static Traits traits(GuidanceKind guidance, boolean steered, int deepChannels) {
        LatentFormat pixels = new LatentFormat(3, 1, 1);
        return new Traits(
                pixels,
                false,
                false,
                false,
                false,
                guidance,
                8,
                10,
                1,
                steered,
                false,
                Integer.MAX_VALUE,
                0,
                deepChannels);
    }

    private static EnginePipeline pipeline(
            Denoiser denoiser,
            TextConditioner text,
            GuidanceKind guidance,
            SchedulerRegistry schedulers,
            SchedulerPool pool,
            ObservationRegistry observations) {
        Traits traits = traits(guidance, text != TextConditioner.NONE, 0);
        return pipeline(denoiser, text, traits, schedulers, pool, observations);
    }

    private static EnginePipeline pipeline(
            Denoiser denoiser,
            TextConditioner text,
            Traits traits,
            SchedulerRegistry schedulers,
            SchedulerPool pool,
            ObservationRegistry observations) {
        boolean steered = traits.takesPrompt();
        ModelInfo info = new ModelInfo("fake", "DDPMPipeline", "ddim", List.of("ddim"), 8, 8, 1, 10, 1, steered, null);
        Plans plans = new Plans(schedulers, SchedulerConfig.of(CONFIG), "ddim", pool);
        Model model = new Model(info, null, null, traits, Presets.NONE, plans, encoders -> text, null);
        return new EnginePipeline(
                model, request -> model, new FakeNetworks(denoiser), new PromptCache(0), observations, () -> {});
    }

    /** The plan that these pipelines make. */
    static SchedulerPlan plan(String scheduler, int steps) {
        return SCHEDULERS
                .find(scheduler)
                .orElseThrow()
                .create(SchedulerConfig.of(CONFIG))
                .plan(steps);
    }

    static GenerationRequestBuilder request(String scheduler, int steps) {
        return GenerationRequest.builder("").seed(7L).steps(steps).scheduler(choice(scheduler));
    }

    /** UnCLIP knows one schedule of its own and refuses the checkpoint's. */
    private static SchedulerChoice choice(String scheduler) {
        return scheduler.equals("unclip")
                ? new SchedulerChoice(scheduler, Map.of("beta_schedule", "squaredcos_cap_v2"))
                : SchedulerChoice.of(scheduler);
    }

    static String[] schedulerNames() {
        return SCHEDULERS.providers().stream().map(SchedulerProvider::name).toArray(String[]::new);
    }

    /** Without those that go from picture to noise. */
    static String[] denoisingSchedulerNames() {
        return Arrays.stream(schedulerNames())
                .filter(name -> !name.endsWith("-inverse"))
                .toArray(String[]::new);
    }
}
