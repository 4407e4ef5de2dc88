package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LatentState;
import dev.demist.LoraChoice;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Runs share networks part by part: what one run adds costs what it adds, and no second U-Net. */
final class SharedNetworksTest {

    private static final Picture PICTURE = new Picture(1, 1, new byte[] {90, 10, 60});

    @TempDir
    static Path models;

    private static final List<String> OPENED = new CopyOnWriteArrayList<>();
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    private static Engine engine;
    private static Pipeline pipeline;

    private final List<Disposable> paused = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        for (String part : List.of("pipe-sd-pndm", "unet-sd15", "vae-sd", "clip-sd15")) {
            Goldens.unflattened(Goldens.path("models/" + part), models);
        }
        add("controlnets/edges", "controlnet");
        add("loras/style.safetensors", "pipe-lora/lora.safetensors");
        add("embeddings/toy.safetensors", "pipe-embedding/learned.safetensors");
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new Calls());
        engine = Engine.builder()
                .cache(models.resolve("cache"))
                .models(models)
                .threads(1)
                .precision(Precision.FLOAT32)
                .batch(4, 4)
                .onOpening(opening -> Optional.ofNullable(opening.part()).ifPresent(OPENED::add))
                .observations(observations)
                .start();
        pipeline = engine.onDemand("pipe-sd-pndm", engine.find("pipe-sd-pndm"));
    }

    private static void add(String place, String golden) throws IOException {
        Path link = models.resolve(place);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(
                link, Goldens.path("models/" + golden).toAbsolutePath().normalize());
    }

    @AfterEach
    void endPausedRuns() {
        paused.forEach(Disposable::dispose);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    /** The sizes of all model calls, as {@code rows x latent pixels}. */
    private static final class Calls implements ObservationHandler<Observation.Context> {

        @Override
        public void onStart(Observation.Context context) {
            CALLS.add(context.getLowCardinalityKeyValue("rows").getValue() + " x "
                    + context.getHighCardinalityKeyValue("pixels").getValue());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context.getName().equals("demist.call");
        }
    }

    private static GenerationRequestBuilder request(String prompt) {
        return GenerationRequest.builder(prompt).seed(1L).steps(2).width(32).height(32);
    }

    /** Draws one step and withholds demand for the next one. */
    private void pauseAfterOneStep(GenerationRequestBuilder request) {
        Sinks.One<LatentState> first = Sinks.one();
        BaseSubscriber<LatentState> run = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(LatentState state) {
                first.tryEmitValue(state);
            }

            @Override
            protected void hookOnError(Throwable error) {
                first.tryEmitError(error);
            }
        };
        pipeline.denoise(request.build()).subscribe(run);
        paused.add(run);
        first.asMono().block();
    }

    private List<String> open(String part) {
        return engine.openNetworks().stream()
                .filter(network -> network.startsWith(part + " of "))
                .toList();
    }

    @Test
    void aPlainRunOneWithAnEmbeddingAndOneWithAControlNetHoldOneUnet() {
        pauseAfterOneStep(request("a red apple"));
        pauseAfterOneStep(request("a red <cat-toy>").embeddings(List.of("toy")));
        pauseAfterOneStep(request("a red apple").controlNet("edges").controlImage(PICTURE));
        assertThat(open("unet")).hasSize(1);
        assertThat(open("controlnet")).hasSize(1);
    }

    @Test
    void aLoraMakesAnotherUnetWhichIsClosedWithItsRun() {
        pauseAfterOneStep(request("a red apple"));
        pauseAfterOneStep(request("a red apple").loras(List.of(new LoraChoice("style", 0.75))));
        assertThat(open("unet")).hasSize(2);
        paused.get(1).dispose();
        assertThat(open("unet")).hasSize(1);
    }

    @Test
    void runsWithAndWithoutAnEmbeddingJoinInOneCall() {
        Flux.just(
                        request("larger").width(64).steps(30),
                        request("a red apple").steps(30),
                        request("a red <cat-toy>").embeddings(List.of("toy")).steps(30))
                .flatMap(request -> pipeline.denoise(request.build()))
                .blockLast();
        assertThat(CALLS).contains("4 x 64");
    }

    @Test
    void theTextEncoderIsClosedOnceThePromptIsEncoded() {
        pauseAfterOneStep(request("a red apple"));
        assertThat(open("text_encoder")).isEmpty();
        assertThat(open("unet")).hasSize(1);
    }

    @Test
    void aPromptThatWasEncodedDoesNotOpenTheTextEncoder() {
        pipeline.denoise(request("a green apple").build()).blockLast();
        OPENED.clear();
        pipeline.denoise(request("a green apple").seed(2L).build()).blockLast();
        assertThat(OPENED).containsExactly("unet");
    }

    @Test
    void anOpenPipelineKeepsItsNetworks() {
        try (Pipeline kept = engine.open("pipe-sd-pndm")) {
            kept.denoise(request("a red apple").build()).blockLast();
            assertThat(engine.openNetworks()).hasSize(3);
            assertThat(engine.openModels())
                    .containsOnlyKeys("pipe-sd-pndm")
                    .hasEntrySatisfying(
                            "pipe-sd-pndm", bytes -> assertThat(bytes).isPositive());
        }
        assertThat(engine.openNetworks()).isEmpty();
    }

    @Test
    void whatIsKnownOfAModelOpensNothing() {
        assertThat(engine.info("pipe-sd-pndm").takesPrompt()).isTrue();
        assertThat(pipeline.resolve(request("a red apple").build()).block().width())
                .isEqualTo(32);
        assertThat(engine.openNetworks()).isEmpty();
    }
}
