package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Caller;
import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.PreviewQuality;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is promised of every model, kept by those that are transformers of tokens. */
final class TransformerRunsTest {

    private static final String KLEIN = "pipe-flux2-klein";
    private static final String KLEIN_BASE = "pipe-flux2-klein-base";
    private static final String Z_IMAGE = "pipe-z-image";
    private static final String SD3 = "pipe-sd3";
    private static final String SD35 = "pipe-sd35";
    private static final String FLUX_DEV = "pipe-flux-dev";
    private static final String FLUX_SCHNELL = "pipe-flux-schnell";

    @TempDir
    static Path scratch;

    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = Engine.builder().precision(Precision.FLOAT32).start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Pipeline open(String name) {
        return engine.open(Checkpoint.of(Goldens.unflattened(Goldens.path("flow/" + name), scratch)));
    }

    private static GenerationRequestBuilder request(String prompt, long seed) {
        return GenerationRequest.builder(prompt).size(32, 48).steps(3).seed(seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {KLEIN, KLEIN_BASE, Z_IMAGE, SD3, SD35, FLUX_DEV, FLUX_SCHNELL})
    void cutAtAnyStepAndReadFromBytesTheSameBitsFollow(String name) {
        try (Pipeline pipeline = open(name)) {
            GenerationRequest request = request("a red apple", 1).guidance(3.0).build();
            List<LatentState> uncut = pipeline.denoise(request).collectList().block();
            for (LatentState cut : uncut) {
                LatentState read = LatentStates.read(LatentStates.write(cut));
                assertThat(pipeline.resume(request, read).collectList().block())
                        .isEqualTo(uncut.subList(cut.call(), uncut.size()));
            }
        }
    }

    /** Prompts of other lengths, guided and not, in one size: some of them join, none of them shows. */
    @ParameterizedTest
    @ValueSource(strings = {KLEIN, KLEIN_BASE, Z_IMAGE, SD3, SD35, FLUX_DEV, FLUX_SCHNELL})
    void neighboursDoNotChangeAPicture(String name) {
        List<GenerationRequest> requests = List.of(
                request("a red apple", 1).guidance(3.0).build(),
                request("a red apple", 2).guidance(3.0).build(),
                request("two foxes running through the snow at dawn", 3)
                        .guidance(5.0)
                        .build(),
                request("a sea turtle, watercolor", 4).guidance(1.0).build());
        try (Pipeline pipeline = open(name)) {
            List<LatentState> alone = Flux.fromIterable(requests)
                    .concatMap(request -> pipeline.denoise(request).last())
                    .collectList()
                    .block();
            List<LatentState> together = Flux.fromIterable(requests)
                    .flatMapSequential(request -> inName(
                            request.seed().toString(), pipeline.denoise(request).last()))
                    .collectList()
                    .block();
            assertThat(together).isEqualTo(alone);
        }
    }

    private static Mono<LatentState> inName(String user, Mono<LatentState> picture) {
        return picture.contextWrite(Caller.of(user));
    }

    @Test
    void theTextEncoderIsLetGoBeforeTheTransformerIsOpened() {
        try (Engine small = Engine.builder().memory(1).start();
                Pipeline pipeline = small.onDemand(
                        "klein", Checkpoint.of(Goldens.unflattened(Goldens.path("flow/" + KLEIN), scratch)))) {
            List<String> open = pipeline.denoise(request("a red apple", 1).build())
                    .take(1)
                    .map(state -> small.openNetworks().toString())
                    .collectList()
                    .block();
            assertThat(open).singleElement().asString().contains("transformer").doesNotContain("text_encoder");
        }
    }

    @Test
    void sizesAreMultiplesOfThePatches() {
        try (Pipeline pipeline = open(Z_IMAGE)) {
            assertThat(pipeline.info().sizeMultiple()).isEqualTo(4);
        }
        try (Pipeline pipeline = open(KLEIN)) {
            assertThat(pipeline.info().sizeMultiple()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"pipe-sd3, 28, 7", "pipe-sd35, 28, 4.5", "pipe-flux-dev, 28, 3.5", "pipe-flux-schnell, 4, 1"})
    void whatIsLeftOpenIsWhatTheMakersRecommend(String name, int steps, double guidance) {
        try (Pipeline pipeline = open(name)) {
            assertThat(pipeline.info().steps()).isEqualTo(steps);
            assertThat(pipeline.info().guidance()).isEqualTo(guidance);
            assertThat(pipeline.info().sizeMultiple()).isEqualTo(4);
        }
    }

    @Test
    void aPictureLargerThanTheTableOfPositionsIsRefused() {
        GenerationRequest request = request("a red apple", 1).size(96, 104).build();
        try (Pipeline pipeline = open(SD3)) {
            assertThatThrownBy(() -> pipeline.resolve(request).block())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("height", "104", "at most 96");
        }
    }

    @Test
    void trueGuidanceIsOfFlux1Alone() {
        GenerationRequest request = request("a red apple", 1)
                .negativePrompt("blurry")
                .trueGuidance(3.0)
                .build();
        try (Pipeline pipeline = open(FLUX_SCHNELL)) {
            LatentState guided = pipeline.denoise(request).blockLast();
            LatentState plain =
                    pipeline.denoise(request("a red apple", 1).build()).blockLast();
            assertThat(guided).isNotEqualTo(plain);
        }
        try (Pipeline pipeline = open(SD3)) {
            assertThatThrownBy(() -> pipeline.resolve(request).block())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("trueGuidance", "3.0");
        }
    }

    @Test
    void zImageHasLinearPreviews() {
        try (Pipeline pipeline = open(Z_IMAGE)) {
            LatentState state =
                    pipeline.denoise(request("a red apple", 1).build()).blockFirst();
            Picture preview = pipeline.preview(state, PreviewQuality.LINEAR).block();
            assertThat(new int[] {preview.width(), preview.height()}).containsExactly(16, 24);
        }
    }

    @Test
    void referencesChangeThePictureAndTheirSizeIsTheirs() {
        Picture wide = new Picture(70, 33, new byte[3 * 70 * 33]);
        try (Pipeline pipeline = open(KLEIN)) {
            LatentState plain =
                    pipeline.denoise(request("a red apple", 1).build()).blockLast();
            LatentState edited = pipeline.denoise(
                            request("a red apple", 1).references(List.of(wide)).build())
                    .blockLast();
            assertThat(edited.scheduler().sample().shape())
                    .isEqualTo(plain.scheduler().sample().shape());
            assertThat(edited).isNotEqualTo(plain);
        }
    }

    @Test
    void aModelThatDoesNotEditRefusesReferences() {
        Picture dot = new Picture(1, 1, new byte[3]);
        GenerationRequest request =
                request("a red apple", 1).references(List.of(dot)).build();
        try (Pipeline pipeline = open(Z_IMAGE)) {
            assertThatThrownBy(() -> pipeline.resolve(request).block())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("references", "does not edit");
        }
        try (Pipeline pipeline = open(KLEIN)) {
            assertThatThrownBy(() -> pipeline.denoise(request).blockLast())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("references", "1x1", "at least 4");
        }
    }

    @Test
    void clipSkipIsRefused() {
        GenerationRequest request = request("a red apple", 1).clipSkip(1).build();
        try (Pipeline pipeline = open(Z_IMAGE)) {
            assertThatThrownBy(() -> pipeline.denoise(request).blockLast())
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("clipSkip", "CLIP");
        }
    }
}
