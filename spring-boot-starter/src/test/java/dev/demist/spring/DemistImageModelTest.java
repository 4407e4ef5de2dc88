package dev.demist.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.Preview;
import dev.demist.engine.Engine;
import io.micrometer.observation.ObservationRegistry;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import reactor.test.StepVerifier;

/** Draws with the default model. */
final class DemistImageModelTest {

    private static final GenerationRequest TWO_STEPS =
            GenerationRequest.builder("a red apple").steps(2).seed(42L).build();

    private static Engine engine;
    private static DemistImageModel images;

    @BeforeAll
    static void start() {
        engine = Engine.builder().memory(1L << 30).start();
        images = new DemistImageModel(
                name -> engine.onDemand("emoji", engine.find(name == null ? "emoji" : name)),
                ImageDefaults.NONE,
                ObservationRegistry.NOOP);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void aCallReturnsThePicturesWithTheirRecipes() {
        ImageResponse response = images.call(new ImagePrompt("a red apple", new DemistImageOptions(TWO_STEPS, 2)));

        assertThat(response.getResults()).hasSize(2).allSatisfy(it -> {
            assertThat(metadata(it).isLast()).isTrue();
            assertThat(Picture.text(png(it)).get("demist")).contains("a red apple");
        });
        assertThat(response.getResults())
                .extracting(it -> metadata(it).request().seed())
                .containsExactly(42L, 43L);
    }

    @Test
    void aStreamBringsPreviewsAndThenTheSamePictureAsACall() {
        ImagePrompt prompt = new ImagePrompt("a red apple", DemistImageOptions.of(TWO_STEPS));
        byte[] called = png(images.call(prompt).getResult());

        StepVerifier.create(images.stream(prompt).map(ImageResponse::getResult), 1)
                .assertNext(preview -> assertThat(metadata(preview).isLast()).isFalse())
                .thenRequest(1)
                .assertNext(last -> {
                    assertThat(metadata(last).isLast()).isTrue();
                    assertThat(png(last)).isEqualTo(called);
                })
                .verifyComplete();
    }

    @Test
    void requestsOfDemistsOwnAreStreamsAndPictures() {
        Preview drawn = images.draw(TWO_STEPS).block();
        StepVerifier.create(images.previews(TWO_STEPS).last())
                .assertNext(last -> assertThat(last.picture()).isEqualTo(drawn.picture()))
                .verifyComplete();
    }

    @Test
    void anUnknownModelIsAnErrorOfTheStream() {
        GenerationRequest nope = GenerationRequest.builder("a").model("nope").build();
        StepVerifier.create(images.stream(new ImagePrompt("a", DemistImageOptions.of(nope))))
                .verifyErrorSatisfies(
                        error -> assertThat(((DemistException) error).code()).isEqualTo(ErrorCode.UNKNOWN_MODEL));
    }

    private static DemistImageMetadata metadata(ImageGeneration generation) {
        return (DemistImageMetadata) generation.getMetadata();
    }

    private static byte[] png(ImageGeneration generation) {
        return Base64.getDecoder().decode(generation.getOutput().getB64Json());
    }
}
