package dev.demist.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.SseException;
import com.openai.models.images.ImageCreateVariationParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** openai-java with its defaults: 10 minutes, 2 retries. */
class OpenAiJavaTest {

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(DemistServer.URL + "/v1")
            .apiKey(DemistServer.TOKEN)
            .responseValidation(true)
            .build();

    @Test
    void generates() {
        ImagesResponse answer = client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("java generate")
                        .model("gpt-image-2.6-sunburst")
                        .n(2)
                        .size("64x64")
                        .quality(ImageGenerateParams.Quality.HIGH)
                        .background(ImageGenerateParams.Background.AUTO)
                        .moderation(ImageGenerateParams.Moderation.LOW)
                        .user("me")
                        .additionalBodyProperties(Map.of(
                                "seed", JsonValue.from(7),
                                "steps", JsonValue.from(3),
                                "negative_prompt", JsonValue.from("pit"),
                                "guidance_scale", JsonValue.from(2.5)))
                        .build());
        answer.validate();
        assertThat(answer.data().orElseThrow())
                .hasSize(2)
                .allSatisfy(image -> DemistServer.requirePicture(image.b64Json().orElseThrow()));
        assertThat(answer.usage().orElseThrow().totalTokens()).isZero();
        JsonNode asked = DemistServer.runs("java generate").get(0).get("request");
        assertThat(asked.get("negativePrompt").asText()).isEqualTo("pit");
        assertThat(asked.get("steps").asInt()).isEqualTo(3);
    }

    @Test
    void linksCanBeOpened() throws IOException {
        ImagesResponse answer = client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("java link")
                        .responseFormat(ImageGenerateParams.ResponseFormat.URL)
                        .build());
        String link = answer.data().orElseThrow().get(0).url().orElseThrow();
        assertThat(URI.create(link).toURL().openConnection().getContentType()).isEqualTo("image/png");
    }

    @Test
    void streams() {
        List<ImageGenStreamEvent> events;
        try (StreamResponse<ImageGenStreamEvent> stream = client.images()
                .generateStreaming(ImageGenerateParams.builder()
                        .prompt("java stream")
                        .partialImages(2)
                        .build())) {
            events = stream.stream().toList();
        }
        events.forEach(ImageGenStreamEvent::validate);
        assertThat(events).hasSize(3);
        assertThat(events.subList(0, 2))
                .allSatisfy(event ->
                        DemistServer.requirePicture(event.asGenerationPartialImage().b64Json()));
        DemistServer.requirePicture(events.get(2).asGenerationCompleted().b64Json());
        assertThat(events.get(2).asGenerationCompleted().usage().totalTokens()).isZero();
    }

    @Test
    void edits() {
        DemistServer.requirePicture(
                client.images().edit(edit("java edit")).validate().data().orElseThrow().get(0).b64Json().orElseThrow());
        try (StreamResponse<ImageEditStreamEvent> stream = client.images().editStreaming(edit("java edit streamed"))) {
            List<ImageEditStreamEvent> events = stream.stream().toList();
            events.forEach(ImageEditStreamEvent::validate);
            assertThat(events.get(events.size() - 1).isCompleted()).isTrue();
        }
    }

    private static ImageEditParams edit(String prompt) {
        return ImageEditParams.builder()
                .image(DemistServer.file(255))
                .mask(DemistServer.file(0))
                .prompt(prompt)
                .build();
    }

    @Test
    void varies() {
        ImagesResponse answer = client.images()
                .createVariation(ImageCreateVariationParams.builder()
                        .image(DemistServer.file(255))
                        .n(2)
                        .build());
        assertThat(answer.validate().data().orElseThrow()).hasSize(2);
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().items()).anySatisfy(model -> assertThat(model.id()).isEqualTo("slow"));
        assertThat(client.models().retrieve("slow").validate().id()).isEqualTo("slow");
    }

    @Test
    void aWrongRequestIsRefused() {
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("java wrong")
                                .size("100x100")
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("width");
    }

    @Test
    void aFailedPictureIsNotAskedForAgain() {
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("java failure")
                                .model("failing")
                                .build()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("step 2");
        assertThat(DemistServer.runs("java failure")).hasSize(1);
    }

    @Test
    void aStreamFailsWithTheReason() {
        assertThatThrownBy(() -> {
                    try (StreamResponse<ImageGenStreamEvent> stream = client.images()
                            .generateStreaming(ImageGenerateParams.builder()
                                    .prompt("java broken stream")
                                    .model("failing")
                                    .build())) {
                        stream.stream().toList();
                    }
                })
                .isInstanceOf(SseException.class)
                .hasMessageContaining("step 2");
    }

    @Test
    void aSlowPictureArrives() {
        ImagesResponse answer = client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("java slow")
                        .model("slow")
                        .build());
        assertThat(answer.data().orElseThrow()).hasSize(1);
        assertThat(DemistServer.runs("java slow")).hasSize(1);
    }
}
