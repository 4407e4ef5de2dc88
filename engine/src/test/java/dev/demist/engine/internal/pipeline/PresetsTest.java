package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LoraChoice;
import dev.demist.ModelInfo;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.tokenizer.Tokenizers;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the presets for few steps make of requests; their pictures are among the golden pipelines. */
@TestInstance(Lifecycle.PER_CLASS)
class PresetsTest {

    private static final String NAMES = "dmd2, hyper, lcm, lightning, tcd, turbo";

    @TempDir
    static Path scratch;

    private final SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));
    private ModelReader models;

    @BeforeAll
    void copy() {
        Goldens.foldersIn(Goldens.path("models")).forEach(folder -> {
            String name = folder.getFileName().toString();
            if (name.matches("pipe-sd-pndm|pipe-sdxl|pipe-lcm|pipe-lora|pipe-ddpm|unet.*|vae-sd|clip-s.*")) {
                Goldens.unflattened(folder, scratch);
            }
        });
        CheckpointReader checkpoints =
                new CheckpointReader(() -> scratch.resolve("pipe-sd-pndm/tokenizer"), new Tokenizers());
        models = new ModelReader(checkpoints, FakePipelines.SCHEDULERS, pool);
    }

    @AfterAll
    void stop() {
        pool.close();
    }

    private EnginePipeline pipeline(String name, Checkpoint checkpoint) {
        Model model = models.read(name, checkpoint);
        return new EnginePipeline(
                model,
                request -> models.read(
                        name, checkpoint.withLoras(request.adapters().loras())),
                new FakeNetworks(new CountingDenoiser()),
                new PromptCache(0),
                ObservationRegistry.NOOP,
                () -> {});
    }

    private EnginePipeline sd(String name) {
        return pipeline(name, Checkpoint.of(scratch.resolve("pipe-sd-pndm")));
    }

    private EnginePipeline xl(String name) {
        return pipeline(name, Checkpoint.of(scratch.resolve("pipe-sdxl")));
    }

    private static GenerationRequestBuilder request() {
        return GenerationRequest.builder("a red apple").size(32, 32).seed(1L);
    }

    private static ResolvedRequest resolve(EnginePipeline pipeline, GenerationRequestBuilder request) {
        return pipeline.resolve(request.build()).block();
    }

    @Test
    void modelsNameDecidesItsDefaults() {
        ModelInfo info = xl("stabilityai/sdxl-turbo").info();

        assertThat(info.scheduler()).isEqualTo("euler-a");
        assertThat(info.schedulers()).startsWith("euler-a", "euler");
        assertThat(info.steps()).isEqualTo(1);
        assertThat(info.guidance()).isEqualTo(1);
        assertThat(info.preset().name()).isEqualTo("turbo");
        assertThat(info.preset().reason()).isEqualTo("the name \"stabilityai/sdxl-turbo\"");
        assertThat(info.preset().scheduler().options()).isEqualTo(Map.of("timestep_spacing", "trailing"));
        assertThat(xl("base").info().preset()).isNull();
    }

    @Test
    void requestHasThePresetWhereItSaysNothingElse() {
        ResolvedRequest resolved = resolve(xl("sdxl-turbo"), request());

        assertThat(resolved.preset()).isEqualTo("turbo");
        assertThat(resolved.scheduler())
                .isEqualTo(new SchedulerChoice("euler-a", Map.of("timestep_spacing", "trailing")));
        assertThat(resolved.steps()).isEqualTo(1);
        assertThat(resolved.guidanceScale()).isEqualTo(1);
    }

    @Test
    void whatTheRequestSaysCounts() {
        ResolvedRequest resolved = resolve(
                xl("sdxl-turbo"),
                request()
                        .steps(3)
                        .guidance(2.0)
                        .scheduler(new SchedulerChoice("euler-a", Map.of("timestep_spacing", "linspace"))));

        assertThat(resolved.steps()).isEqualTo(3);
        assertThat(resolved.guidanceScale()).isEqualTo(2);
        assertThat(resolved.scheduler().options()).isEqualTo(Map.of("timestep_spacing", "linspace"));
    }

    @Test
    void requestWithoutAPresetIsDrawnAsOrdinaryModelsAre() {
        ResolvedRequest resolved = resolve(xl("sdxl-turbo"), request().preset("none"));

        assertThat(resolved.preset()).isEqualTo("none");
        assertThat(resolved.scheduler()).isEqualTo(SchedulerChoice.of("euler"));
        assertThat(resolved.steps()).isEqualTo(20);
        assertThat(resolved.guidanceScale()).isEqualTo(5);
    }

    @Test
    void anotherSchedulerHasTheOptionsThatItKnows() {
        ResolvedRequest resolved = resolve(sd("hyper-1step"), request().scheduler(SchedulerChoice.of("heun")));

        assertThat(resolved.preset()).isNull();
        assertThat(resolved.scheduler()).isEqualTo(SchedulerChoice.of("heun"));
        assertThat(resolve(sd("sd-turbo"), request().scheduler(SchedulerChoice.of("heun")))
                        .scheduler()
                        .options())
                .isEqualTo(Map.of("timestep_spacing", "trailing"));
    }

    @Test
    void presetOfAnyNameCanBeAskedFor() {
        ResolvedRequest one = resolve(sd("plain"), request().preset("hyper").steps(1));
        ResolvedRequest four = resolve(sd("plain"), request().preset("dmd2"));

        assertThat(one.scheduler()).isEqualTo(SchedulerChoice.of("lcm").withTimesteps(800));
        assertThat(four.scheduler()).isEqualTo(new SchedulerChoice("lcm", Map.of("original_inference_steps", 4)));
        assertThat(four.steps()).isEqualTo(4);
        assertThat(four.guidanceScale()).isEqualTo(1);
    }

    @Test
    void resolvedRequestResolvesToItself() {
        for (String preset : List.of("turbo", "lightning", "hyper", "dmd2", "lcm", "tcd", "none")) {
            ResolvedRequest once = resolve(sd("plain"), request().preset(preset));
            assertThat(sd("plain").resolve(once.request()).block()).isEqualTo(once);
        }
    }

    @Test
    void unknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> resolve(sd("plain"), request().preset("fast")))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("preset")
                .hasMessageContaining("\"fast\"")
                .hasMessageContaining(NAMES);
    }

    @Test
    void modelWithoutPresetsSaysSo() {
        EnginePipeline faces = pipeline("sd-turbo", Checkpoint.of(scratch.resolve("pipe-ddpm")));

        assertThat(faces.info().preset()).isNull();
        assertThatThrownBy(() -> resolve(faces, request().preset("turbo"))).hasMessageContaining("no presets");
    }

    @Test
    void loraDecidesForTheRequestThatUsesIt() throws IOException {
        Path lora = Files.copy(
                Goldens.path("models/pipe-lora/lora.safetensors"), scratch.resolve("lcm-lora-sdv1-5.safetensors"));
        GenerationRequestBuilder with = request().loras(List.of(new LoraChoice(lora.toString(), 1)));
        EnginePipeline pipeline = sd("plain");
        ResolvedRequest resolved = resolve(pipeline, with);

        assertThat(resolved.preset()).isEqualTo("lcm");
        assertThat(resolved.scheduler().name()).isEqualTo("lcm");
        assertThat(resolved.steps()).isEqualTo(4);
        assertThat(pipeline.warnings(resolved).block())
                .anyMatch(note -> note.contains("preset lcm") && note.contains("lcm-lora-sdv1-5"));
        ResolvedRequest other = resolve(
                pipeline, with.scheduler(SchedulerChoice.of("dpm")).steps(20).guidance(5.0));
        assertThat(other.preset()).isNull();
        assertThat(pipeline.warnings(other).block()).anyMatch(note -> note.contains("lcm in 4 steps"));
    }

    @Test
    void schedulerOfTheCheckpointDecidesToo() {
        Checkpoint lcm = Checkpoint.of(scratch.resolve("pipe-sd-pndm"))
                .with("scheduler", scratch.resolve("pipe-lcm/scheduler"))
                .with("unet", scratch.resolve("unet-lcm"));
        ModelInfo info = pipeline("model", lcm).info();

        assertThat(info.preset().name()).isEqualTo("lcm");
        assertThat(info.guidance()).as("an input of the network").isEqualTo(8.5);
        assertThat(info.steps()).isEqualTo(4);
    }

    @Test
    void makersRecommendationCountsBeforeThePreset() throws IOException {
        Path file = scratch.resolve("pipe-sd-pndm/generation_config.json");
        Files.writeString(file, "{\"num_inference_steps\": 3}");
        try {
            assertThat(sd("sd-turbo").info().steps()).isEqualTo(3);
            assertThat(sd("sd-turbo").info().guidance()).isEqualTo(1);
        } finally {
            Files.delete(file);
        }
    }
}
