package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedRequestTest {

    private static final ModelInfo MODEL =
            new ModelInfo("emoji", "StableDiffusionPipeline", "unipc", 128, 64, 32, 20, 5, true);
    private static final ModelInfo UNCONDITIONAL =
            new ModelInfo("faces", "DDPMPipeline", "ddpm", 64, 64, 8, 50, 1, false);

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
}
