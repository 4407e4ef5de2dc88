package dev.demist.engine.internal.pipeline;

import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.ModelInfo;
import dev.demist.SchedulerChoice;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.model.Denoiser;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Pipelines around a fake network with every real scheduler. */
final class FakePipelines {

    static final SchedulerRegistry SCHEDULERS = SchedulerRegistry.load(FakePipelines.class.getClassLoader());

    private static final Map<String, Object> CONFIG = Map.of(
            "beta_start", 0.00085, "beta_end", 0.012, "beta_schedule", "scaled_linear", "prediction_type", "epsilon");

    private FakePipelines() {}

    static DiffusionPipeline of(Denoiser denoiser) {
        return of(denoiser, SCHEDULERS, new SchedulerPool(Duration.ofSeconds(30)));
    }

    static DiffusionPipeline of(Denoiser denoiser, SchedulerRegistry schedulers, SchedulerPool pool) {
        return new DiffusionPipeline(parts(denoiser, TextConditioner.NONE, schedulers, pool));
    }

    static DiffusionPipeline observed(Denoiser denoiser, ObservationRegistry observations) {
        return new DiffusionPipeline(
                parts(denoiser, TextConditioner.NONE, SCHEDULERS, new SchedulerPool(Duration.ofSeconds(30))),
                observations);
    }

    /** As of a text-to-image model. */
    static DiffusionPipeline steered(Denoiser denoiser, TextConditioner text) {
        return new DiffusionPipeline(parts(denoiser, text));
    }

    static Parts parts(Denoiser denoiser, TextConditioner text) {
        return parts(denoiser, text, SCHEDULERS, new SchedulerPool(Duration.ofSeconds(30)));
    }

    private static Parts parts(
            Denoiser denoiser, TextConditioner text, SchedulerRegistry schedulers, SchedulerPool pool) {
        ModelInfo info = new ModelInfo("fake", "DDPMPipeline", "ddim", 8, 8, 1, 10, 1, false);
        Plans plans = new Plans(schedulers, SchedulerConfig.of(CONFIG), "ddim", pool);
        return new Parts(info, denoiser, text, OpenEncoders.NONE, null, null, plans, null, null);
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
