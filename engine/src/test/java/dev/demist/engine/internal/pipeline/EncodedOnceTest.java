package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.tokenizer.Tokenizers;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How often a text encoder is called: once for each text. */
final class EncodedOnceTest {

    @TempDir
    Path scratch;

    private final AtomicInteger encodings = new AtomicInteger();

    private Device device;
    private SchedulerPool pool;
    private EnginePipeline pipeline;

    @BeforeEach
    void start() {
        for (String part : List.of("pipe-sd-pndm", "unet-sd15", "vae-sd", "clip-sd15")) {
            Goldens.unflattened(Goldens.path("models/" + part), scratch);
        }
        device = Device.open(1, Precision.FLOAT32);
        pool = new SchedulerPool(Duration.ofSeconds(30));
        Path folder = scratch.resolve("pipe-sd-pndm");
        CheckpointReader checkpoints = new CheckpointReader(() -> folder.resolve("tokenizer"), new Tokenizers());
        Model model = new ModelReader(checkpoints, FakePipelines.SCHEDULERS, pool).read("tiny", Checkpoint.of(folder));
        DeviceNetworks real = new DeviceNetworks(
                new Places(List.of(Place.of(device))), BatchLimit.DEFAULT, opening -> {}, ObservationRegistry.NOOP);
        pipeline = new EnginePipeline(
                model,
                request -> model,
                new Counting(real, encodings),
                new PromptCache(1 << 20),
                ObservationRegistry.NOOP,
                real.keepAll(model));
    }

    @AfterEach
    void stop() {
        pipeline.close();
        pool.close();
        device.close();
    }

    @Test
    void aTextIsEncodedOnceWhateverElseTheRequestSays() {
        Flux.range(1, 4).flatMap(seed -> firstStep("a cat", "dogs", 5, seed)).blockLast();
        assertThat(encodings)
                .as("four seeds at a time: prompt and negative prompt")
                .hasValue(2);
        firstStep("a cat", "dogs", 5, 9).block();
        firstStep("a cat", "dogs", 7, 9).block();
        assertThat(encodings).as("later, and with other guidance").hasValue(2);
        firstStep("a cat", "", 1, 9).block();
        assertThat(encodings).as("without guidance").hasValue(2);
        firstStep("a cat", "birds", 5, 9).block();
        assertThat(encodings).as("another negative prompt").hasValue(3);
        firstStep("birds", "dogs", 5, 9).block();
        assertThat(encodings).as("texts that are known, in other places").hasValue(3);
    }

    private Mono<LatentState> firstStep(String prompt, String negative, double guidance, long seed) {
        return pipeline.denoise(GenerationRequest.builder(prompt)
                        .negativePrompt(negative)
                        .guidance(guidance)
                        .seed(seed)
                        .steps(2)
                        .size(32, 32)
                        .build())
                .next();
    }

    /** Counts the leases of text encoders, of which each is for one call. */
    private record Counting(Networks networks, AtomicInteger encodings) implements Networks {

        @Override
        public Mono<Lease<Denoiser>> denoiser(Model model) {
            return networks.denoiser(model);
        }

        @Override
        public Mono<Lease<LatentCodec>> codec(Model model) {
            return networks.codec(model);
        }

        @Override
        public Mono<Lease<LatentCodec>> previewCodec(Model model) {
            return networks.previewCodec(model);
        }

        @Override
        public Mono<Lease<TextEncoder>> textEncoder(Model model, String part) {
            return networks.textEncoder(model, part).doOnSubscribe(it -> encodings.incrementAndGet());
        }

        @Override
        public Mono<Lease<ControlNet>> controlNet(Model model) {
            return networks.controlNet(model);
        }

        @Override
        public boolean areOpen(Model model) {
            return networks.areOpen(model);
        }

        @Override
        public Mono<Lease<Long>> room(long bytes) {
            return networks.room(bytes);
        }
    }
}
