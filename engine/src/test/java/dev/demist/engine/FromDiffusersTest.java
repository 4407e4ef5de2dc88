package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.SchedulerChoice;
import dev.demist.Token;
import dev.demist.engine.image.Pictures;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TokenBatch;
import dev.demist.engine.random.TorchNoise;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/from-diffusers.md shows, run. */
final class FromDiffusersTest {

    @TempDir
    static Path scratch;

    private static Engine engine;
    private static Checkpoint cat;
    private static Checkpoint emoji;

    @BeforeAll
    static void start() {
        engine = Engine.builder()
                .cache(scratch.resolve("cache"))
                .precision(Precision.FLOAT32)
                .start();
        cat = Checkpoint.of(Goldens.unflattened(Goldens.path("models/pipe-ddpm"), scratch));
        emoji = engine.checkpoint("emoji");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void thePageShowsWhatRunsHere() throws IOException {
        PageCode.assertRunBy(FromDiffusersTest.class, "from-diffusers.md");
    }

    private static Picture basicPipeline() {
        try (Pipeline pipeline = engine.open(cat)) {
            GenerationRequest request =
                    GenerationRequest.builder("").steps(10).seed(0L).build();
            return pipeline.denoise(request).last().flatMap(pipeline::decode).block();
        }
    }

    private static Picture loopByHand() {
        try (CheckpointParts parts = engine.parts(cat)) {
            Denoiser model = parts.denoiser();
            SchedulerPlan plan = parts.scheduler().plan(10);

            int side = model.shape().sampleSize();
            TorchNoise noise = TorchNoise.ofSeed(0);
            SchedulerState input = plan.start(noise.block(0, 1, 3, side, side));
            while (input.call() < plan.calls()) {
                double t = plan.timestep(input.call());
                Tensor residual = model.predict(plan.modelInput(input), new double[] {t}, Conditioning.NONE)
                        .block();
                input = plan.advance(input, residual, noise.from(1));
            }
            return Pictures.ofTensor(input.sample());
        }
    }

    @Test
    void theLoopInTheUsersHandsMakesThePipelinesPicture() {
        assertThat(loopByHand()).isEqualTo(basicPipeline());
    }

    @Test
    void timestepsAreThoseOfSetTimesteps() {
        try (CheckpointParts parts = engine.parts(cat)) {
            SchedulerPlan plan = parts.scheduler().plan(100);
            double[] timesteps =
                    IntStream.range(0, plan.calls()).mapToDouble(plan::timestep).toArray();

            assertThat(timesteps).hasSize(100).startsWith(990, 980, 970).endsWith(0);
        }
    }

    @Test
    void theConfigurationTellsTheSampleSize() {
        try (CheckpointParts parts = engine.parts(cat)) {
            Map<String, Object> config = parts.settings("unet");
            Object side = config.get("sample_size");

            assertThat(config).containsEntry("_class_name", "UNet2DModel");
            assertThat(side).isEqualTo(parts.denoiser().shape().sampleSize());
        }
    }

    @Test
    void meIsToken614() {
        try (CheckpointParts parts = engine.parts(emoji)) {
            List<Token> row = parts.tokens("ME");

            assertThat(row)
                    .hasSize(77)
                    .startsWith(
                            new Token(49406, "<|startoftext|>", false),
                            new Token(614, "me</w>", false),
                            new Token(49407, "<|endoftext|>", false),
                            new Token(49407, "<|endoftext|>", true));
        }
    }

    private static Picture takenApart() {
        try (CheckpointParts parts = engine.parts(emoji)) {
            Tokenizer tokenizer = parts.tokenizer("tokenizer");
            TextEncoder textEncoder = parts.textEncoder("text_encoder");
            Denoiser unet = parts.denoiser();
            LatentCodec vae = parts.latentCodec();
            SchedulerPlan plan = parts.scheduler("UniPCMultistepScheduler").plan(4);
            double w = 5;

            int length = textEncoder.shape().positions();
            TokenBatch ids = TokenBatch.of(tokenizer.padded("", length), tokenizer.padded("a red apple", length));
            Map<String, Tensor> states =
                    textEncoder.encode(ids, Set.of("last_hidden_state")).block();
            Conditioning text = Conditioning.text(states.get("last_hidden_state"));

            int side = unet.shape().sampleSize();
            TorchNoise noise = TorchNoise.ofSeed(42);
            SchedulerState latents = plan.start(noise.block(0, 1, unet.shape().inChannels(), side, side));
            while (latents.call() < plan.calls()) {
                double t = plan.timestep(latents.call());
                Tensor input = plan.modelInput(latents);
                Tensor both = unet.predict(Tensor.concat(0, input, input), new double[] {t, t}, text)
                        .block();
                Tensor guided = Tensor.weightedSum(1 - w, both.rows(0, 1), w, both.rows(1, 2));
                latents = plan.advance(latents, guided, noise.from(1));
            }
            return Pictures.ofTensor(vae.decode(latents.sample()).block());
        }
    }

    @Test
    void theTextToImageLoopMakesThePipelinesPicture() {
        try (Pipeline pipeline = engine.open(emoji)) {
            GenerationRequest request = GenerationRequest.builder("a red apple")
                    .scheduler(SchedulerChoice.of("unipc"))
                    .steps(4)
                    .guidance(5.0)
                    .seed(42L)
                    .build();
            Picture picture =
                    pipeline.denoise(request).last().flatMap(pipeline::decode).block();

            assertThat(takenApart()).isEqualTo(picture);
        }
    }

    @Test
    void partsOfSeveralCheckpointsMakeOne() {
        Path other = emoji.path();
        Checkpoint mixed = emoji.with("text_encoder", other.resolve("text_encoder"))
                .with("vae", other.resolve("vae"))
                .with("scheduler", other.resolve("scheduler"));
        try (Pipeline pipeline = engine.open(mixed)) {
            assertThat(pipeline.info().kind()).isEqualTo("StableDiffusionPipeline");
        }
    }

    @Test
    void partsThatDoNotFitAreRefusedWithBothSizesAndNames() {
        Path small = Goldens.path("models/clip-sd15");
        assertThatThrownBy(() -> engine.open(emoji.with("text_encoder", small)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll(emoji.path().resolve("unet").toString(), "192", small.toString(), "32");
    }
}
