package dev.demist.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Spring AI's image model with its defaults: 60 seconds, 3 retries. */
class SpringAiTest {

    private static OpenAiImageModel model(String name) {
        return OpenAiImageModel.builder()
                .options(OpenAiImageOptions.builder()
                        .baseUrl(DemistServer.URL + "/v1")
                        .apiKey(DemistServer.TOKEN)
                        .model(name)
                        .build())
                .build();
    }

    private static String draw(String model, String prompt) {
        return model(model).call(new ImagePrompt(prompt)).getResult().getOutput().getB64Json();
    }

    @Test
    void draws() {
        DemistServer.requirePicture(draw("dall-e-3", "spring draws"));
    }

    @Test
    void takesOptions() {
        var options = OpenAiImageOptions.builder()
                .model("quick")
                .n(2)
                .width(64)
                .height(64)
                .responseFormat("b64_json")
                .user("me")
                .build();
        assertThat(model("quick").call(new ImagePrompt("spring options", options)).getResults())
                .hasSize(2)
                .allSatisfy(image ->
                        DemistServer.requirePicture(image.getOutput().getB64Json()));
    }

    @Test
    void aSlowPictureArrivesThoughTheClientGivesUpAfterAMinute() {
        DemistServer.requirePicture(draw("slow", "spring slow"));
        assertThat(DemistServer.runs("spring slow")).hasSize(1);
    }

    @Test
    void aFailedPictureIsNotAskedForAgain() {
        assertThatThrownBy(() -> draw("failing", "spring failure")).hasMessageContaining("step 2");
        assertThat(DemistServer.runs("spring failure")).hasSize(1);
    }
}
