package dev.demist.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.ollama.OllamaImageModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** LangChain4j's image model of Ollama with its defaults: 60 seconds, 2 retries. */
class LangChain4jOllamaTest {

    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer " + DemistServer.TOKEN);

    private static OllamaImageModel.OllamaImageModelBuilder model(String name) {
        return OllamaImageModel.builder()
                .baseUrl(DemistServer.URL)
                .customHeaders(TOKEN)
                .modelName(name);
    }

    @Test
    void draws() {
        Image image = model("x/z-image-turbo").build().generate("ollama draws").content();
        DemistServer.requirePicture(image.base64Data());
    }

    @Test
    void takesSettings() {
        Image image = model("quick")
                .width(64)
                .height(64)
                .steps(3)
                .seed(7)
                .build()
                .generate("ollama settings")
                .content();
        DemistServer.requirePicture(image.base64Data());
        assertThat(DemistServer.runs("ollama settings").at("/0/request/steps").asInt())
                .isEqualTo(3);
        assertThat(DemistServer.runs("ollama settings").at("/0/request/seed").asInt())
                .isEqualTo(7);
    }

    @Test
    void aSlowPictureArrivesThoughTheClientGivesUpAfterAMinute() {
        Image image = model("slow").build().generate("ollama slow picture").content();
        DemistServer.requirePicture(image.base64Data());
        assertThat(DemistServer.runs("ollama slow picture")).hasSize(1);
    }

    @Test
    void aFailureIsToldWithItsReason() {
        OllamaImageModel failing = model("failing").build();
        assertThatThrownBy(() -> failing.generate("ollama failure of java")).hasMessageContaining("step 2");
        // It asks again after every answer of 500, whatever the reason.
        assertThat(DemistServer.runs("ollama failure of java")).hasSize(3);
    }

}
