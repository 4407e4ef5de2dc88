package dev.demist.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.GenerationRequest;
import dev.demist.PreviewQuality;
import dev.demist.SchedulerChoice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;

final class PromptsTest {

    private static final ImageDefaults DEFAULTS =
            new ImageDefaults("emoji", 128, 64, 8, 3.0, "euler", "blurry", PreviewQuality.LINEAR);

    private final Prompts prompts = new Prompts(ImageDefaults.NONE);

    @Test
    void wordsAloneLeaveTheRestToTheModel() {
        assertThat(prompts.requests(new ImagePrompt("a red apple")))
                .containsExactly(GenerationRequest.of("a red apple"));
    }

    @Test
    void optionsOfAnyProviderAreUnderstood() {
        ImagePrompt prompt = new ImagePrompt(
                "a red apple",
                ImageOptionsBuilder.builder()
                        .model("faces")
                        .width(64)
                        .height(32)
                        .build());
        assertThat(prompts.requests(prompt))
                .containsExactly(GenerationRequest.builder("a red apple")
                        .model("faces")
                        .size(64, 32)
                        .build());
    }

    @Test
    void ownOptionsSayEverythingButTheWords() {
        GenerationRequest request =
                GenerationRequest.builder("not these").steps(4).seed(7L).build();
        assertThat(prompts.requests(new ImagePrompt("a red apple", DemistImageOptions.of(request))))
                .containsExactly(request.toBuilder().prompt("a red apple").build());
    }

    @Test
    void theNextPicturesTakeTheSeedsThatFollow() {
        GenerationRequest request = GenerationRequest.builder("").seed(7L).build();
        assertThat(prompts.requests(new ImagePrompt("a", new DemistImageOptions(request, 3))))
                .extracting(GenerationRequest::seed)
                .containsExactly(7L, 8L, 9L);
    }

    @Test
    void picturesWithoutASeedHaveOneEach() {
        ImagePrompt two =
                new ImagePrompt("a", ImageOptionsBuilder.builder().n(2).build());
        assertThat(prompts.requests(two))
                .extracting(GenerationRequest::seed)
                .doesNotContainNull()
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void messagesHaveWeightsAndNegativeOnesAreNotWanted() {
        ImagePrompt prompt = new ImagePrompt(List.of(
                new ImageMessage("a red apple"), new ImageMessage("shiny", 1.5f), new ImageMessage("leaves", -1f)));
        GenerationRequest request = prompts.requests(prompt).get(0);
        assertThat(request.prompt().text()).isEqualTo("a red apple, (shiny:1.5)");
        assertThat(request.prompt().negative()).isEqualTo("leaves");
    }

    @Test
    void propertiesFillInWhatAPromptLeavesOpen() {
        assertThat(new Prompts(DEFAULTS).requests(new ImagePrompt("a red apple")))
                .containsExactly(GenerationRequest.builder("a red apple")
                        .model("emoji")
                        .size(128, 64)
                        .steps(8)
                        .guidance(3.0)
                        .scheduler(SchedulerChoice.of("euler"))
                        .negativePrompt("blurry")
                        .build());
    }

    @Test
    void aPromptsOwnOptionsComeFirst() {
        GenerationRequest request = GenerationRequest.builder("a red apple")
                .model("faces")
                .size(32, 32)
                .steps(4)
                .guidance(1.0)
                .scheduler(SchedulerChoice.of("ddim"))
                .negativePrompt("green")
                .build();
        assertThat(new Prompts(DEFAULTS).requests(new ImagePrompt("a red apple", DemistImageOptions.of(request))))
                .containsExactly(request);
    }

    @Test
    void linksAreRefused() {
        ImagePrompt prompt = new ImagePrompt(
                "a", ImageOptionsBuilder.builder().responseFormat("url").build());
        assertThatThrownBy(() -> prompts.requests(prompt)).hasMessageContainingAll("responseFormat", "url", "b64_json");
    }

    @Test
    void noPicturesAreRefused() {
        assertThatThrownBy(() -> new DemistImageOptions(GenerationRequest.of("a"), 0))
                .hasMessageContainingAll("n: 0", "at least 1");
    }
}
