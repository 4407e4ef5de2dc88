package dev.demist.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.openai.OpenAiImageModel;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LangChain4j's image model of OpenAI with its defaults: 60 seconds, 2 retries. */
class LangChain4jOpenAiTest {

    private static OpenAiImageModel.OpenAiImageModelBuilder model(String name) {
        return OpenAiImageModel.builder()
                .baseUrl(DemistServer.URL + "/v1")
                .apiKey(DemistServer.TOKEN)
                .modelName(name);
    }

    @Test
    void draws() {
        Image image =
                model("gpt-image-1").build().generate("langchain draws").content();
        DemistServer.requirePicture(image.base64Data());
    }

    @Test
    void drawsSeveral() {
        List<Image> images = model("quick")
                .size("64x64")
                .quality("high")
                .user("me")
                .build()
                .generate("langchain draws several", 2)
                .content();
        assertThat(images).hasSize(2);
    }

    @Test
    void edits() {
        Image picture = image(255);
        DemistServer.requirePicture(
                model("quick").build().edit(picture, "langchain edits").content().base64Data());
        DemistServer.requirePicture(model("quick")
                .build()
                .edit(picture, image(0), "langchain repaints")
                .content()
                .base64Data());
    }

    private static Image image(int opacity) {
        return Image.builder()
                .base64Data(Base64.getEncoder().encodeToString(DemistServer.png(opacity)))
                .mimeType("image/png")
                .build();
    }

    @Test
    void aSlowPictureArrivesThoughTheClientGivesUpAfterAMinute() {
        Image image = model("slow").build().generate("langchain slow").content();
        DemistServer.requirePicture(image.base64Data());
        assertThat(DemistServer.runs("langchain slow")).hasSize(1);
    }

    @Test
    void aFailureIsToldWithItsReason() {
        OpenAiImageModel failing = model("failing").build();
        assertThatThrownBy(() -> failing.generate("langchain failure")).hasMessageContaining("step 2");
        assertThat(DemistServer.runs("langchain failure")).hasSize(1);
    }
}
