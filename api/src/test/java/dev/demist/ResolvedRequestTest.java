package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedRequestTest {

    private static final ModelInfo MODEL = new ModelInfo(
            "emoji", "StableDiffusionPipeline", "unipc", List.of("unipc"), 128, 64, 32, 20, 5, true, null);
    private static final ModelInfo UNCONDITIONAL =
            new ModelInfo("faces", "DDPMPipeline", "ddpm", List.of("ddpm"), 64, 64, 8, 50, 1, false, null);

    @Test
    void whatIsNotGivenIsWhatTheModelPrefers() {
        ResolvedRequest resolved = ResolvedRequest.of(GenerationRequest.of("a cat"), MODEL);
        assertThat(resolved.model()).isEqualTo("emoji");
        assertThat(resolved.scheduler()).isEqualTo(SchedulerChoice.of("unipc"));
        assertThat(resolved.width()).isEqualTo(128);
        assertThat(resolved.height()).isEqualTo(64);
        assertThat(resolved.steps()).isEqualTo(20);
        assertThat(resolved.guidanceScale()).isEqualTo(5);
        assertThat(resolved.negativePrompt()).isEmpty();
    }

    @Test
    void whatIsGivenStays() {
        GenerationRequest request = GenerationRequest.builder("a cat")
                .steps(3)
                .guidance(2.0)
                .seed(-1L)
                .size(64, 96)
                .scheduler(new SchedulerChoice("euler", Map.of("use_karras_sigmas", true)))
                .model("emoji")
                .build();
        assertThat(ResolvedRequest.of(request, MODEL).request()).isEqualTo(request);
    }

    @Test
    void aSeedIsDrawnOf32Bits() {
        long seed = ResolvedRequest.of(GenerationRequest.of("a cat"), MODEL).seed();
        assertThat(seed).isBetween(0L, (1L << 32) - 1);
    }

    @Test
    void resolvingAgainChangesNothing() {
        ResolvedRequest resolved = ResolvedRequest.of(GenerationRequest.of("a cat"), MODEL);
        assertThat(ResolvedRequest.of(resolved.request(), MODEL)).isEqualTo(resolved);
        assertThat(resolved.withSeed(7).withSeed(resolved.seed())).isEqualTo(resolved);
    }

    @Test
    void anEmptyPromptIsDrawnAndAMissingOneIsNot() {
        assertThat(ResolvedRequest.of(GenerationRequest.of(""), MODEL).prompt()).isEmpty();
        assertThatThrownBy(() -> ResolvedRequest.of(GenerationRequest.builder().build(), MODEL))
                .hasMessage("prompt: it is missing; it must be a text; an empty one draws without words")
                .hasFieldOrPropertyWithValue("field", "prompt");
    }

    @Test
    void aModelWithoutWordsNeedsNoPrompt() {
        assertThat(ResolvedRequest.of(GenerationRequest.builder().build(), UNCONDITIONAL)
                        .prompt())
                .isEmpty();
    }

    @Test
    void sidesAreMultiplesOfTheModelsOwn() {
        assertThatThrownBy(() -> ResolvedRequest.of(
                        GenerationRequest.builder("a cat").height(72).build(), MODEL))
                .hasMessage("height: 72 is not allowed; it must be a multiple of 32 for model emoji");
    }

    @Test
    void aPictureHoldsTheRecipeItWasMadeWith() {
        ResolvedRequest resolved = ResolvedRequest.of(
                GenerationRequest.builder("a cat")
                        .negativePrompt("dogs")
                        .seed(42L)
                        .size(128, 64)
                        .image(new Picture(1, 1, new byte[3]))
                        .build(),
                MODEL);
        Map<String, String> text = Picture.text(new Picture(1, 1, new byte[3]).png(resolved));
        assertThat(text.get("parameters"))
                .isEqualTo("a cat\nNegative prompt: dogs\nSteps: 20, Sampler: unipc, CFG scale: 5.0, Seed: 42, "
                        + "Size: 128x64, Model: emoji");
        assertThat(text.get("demist")).contains("\"seed\":42").doesNotContain("data:");
        assertThat(GenerationRequest.parse(text.get("demist")))
                .isEqualTo(resolved.request().toBuilder().image(null).build());
    }

    private static GenerationRequestBuilder from(int width, int height) {
        Picture picture = new Picture(width, height, new byte[3 * width * height]);
        return GenerationRequest.builder("a cat").image(new EncodedPicture(picture.png(Map.of())));
    }

    private static String size(GenerationRequestBuilder request) {
        ResolvedRequest resolved = ResolvedRequest.of(request.build(), MODEL);
        return resolved.width() + "x" + resolved.height();
    }

    @Test
    void withoutASizeTheStartPictureDecides() {
        assertThat(size(from(96, 64))).isEqualTo("96x64");
        assertThat(size(from(103, 71))).isEqualTo("96x64");
        assertThat(size(from(3, 200))).isEqualTo("32x192");
        assertThat(size(from(96, 64).width(192))).isEqualTo("192x128");
        assertThat(size(from(96, 64).height(128))).isEqualTo("192x128");
        assertThat(size(from(96, 64).size(64, 64))).isEqualTo("64x64");
    }

    @Test
    void withoutAStartPictureTheControlPictureDecides() {
        Picture edges = new Picture(96, 70, new byte[3 * 96 * 70]);
        assertThat(size(GenerationRequest.builder("a cat").controlImage(edges))).isEqualTo("96x64");
        assertThat(size(from(64, 32).controlImage(edges))).isEqualTo("64x32");
    }

    @Test
    void aPictureLargerThanAllowedKeepsItsShape() {
        Size size = from(400, 200).build().sized(MODEL, 128).size();
        assertThat(size).isEqualTo(new Size(128, 64));
    }

    @Test
    void seedsCountUpToTheLastOf64Bits() {
        ResolvedRequest last = ResolvedRequest.of(
                GenerationRequest.builder("a cat")
                        .seed(BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                        .build(),
                MODEL);
        assertThat(last.seed()).isEqualTo(-1);
        assertThat(last.withNextSeed(0)).isEqualTo(last);
        assertThat(last.withNextSeed(1).exactSeed()).isZero();
        assertThat(last.withSeed(Long.MAX_VALUE).withNextSeed(1).exactSeed()).isEqualTo(BigInteger.TWO.pow(63));
    }
}
