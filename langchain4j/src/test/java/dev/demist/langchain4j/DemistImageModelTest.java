package dev.demist.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.engine.Engine;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Draws with the default model. */
final class DemistImageModelTest {

    private static Engine engine;
    private static Pipeline pipeline;
    private static ImageModel model;

    @BeforeAll
    static void start() {
        engine = Engine.start();
        pipeline = engine.open("emoji");
        model = new DemistImageModel(
                pipeline, GenerationRequest.builder().steps(2).seed(42L).build());
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        engine.close();
    }

    @Test
    void aPictureHoldsItsRecipe() {
        Image image = model.generate("a red apple").content();

        assertThat(image.mimeType()).isEqualTo("image/png");
        assertThat(Picture.text(bytes(image)).get("demist"))
                .contains("\"prompt\":\"a red apple\"", "\"steps\":2", "\"seed\":42");
    }

    @Test
    void severalPicturesHaveSeedsThatFollow() {
        List<Image> images = model.generate("a red apple", 2).content();

        assertThat(images).hasSize(2);
        assertThat(bytes(images.get(0)))
                .isEqualTo(bytes(model.generate("a red apple").content()));
        assertThat(Picture.text(bytes(images.get(1))).get("demist")).contains("\"seed\":43");
        assertThatThrownBy(() -> model.generate("a", 0)).hasMessageContaining("n: 0");
    }

    @Test
    void anEditStartsFromAPicture() throws IOException {
        Image edited = model.edit(image(0xff00ff00), "a green apple").content();

        assertThat(Picture.text(bytes(edited)).get("demist")).contains("a green apple");
    }

    @Test
    void whatIsNotMaskedStays() throws IOException {
        Image opaque = image(0xff000000);
        Image kept = model.edit(image(0xff00ff00), opaque, "a green apple").content();
        Image repainted =
                model.edit(image(0xff00ff00), image(0), "a green apple").content();

        Picture picture = Picture.read(bytes(kept), Picture.MAX_PIXELS);
        assertThat(picture.rgb()[1] & 0xff).isGreaterThan(240);
        assertThat(bytes(repainted)).isNotEqualTo(bytes(kept));
    }

    @Test
    void linksAreNotFollowed() {
        Image link = Image.builder().url("https://example.org/a.png").build();
        assertThatThrownBy(() -> model.edit(link, "a")).hasMessageContainingAll("image", "example.org", "base64Data");
        Image broken = Image.builder().base64Data("no base64!").build();
        assertThatThrownBy(() -> model.edit(broken, "a")).hasMessageContainingAll("image", "base64");
    }

    /** A picture of one colour. */
    private static Image image(int argb) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, argb);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return Image.builder()
                .base64Data(Base64.getEncoder().encodeToString(png.toByteArray()))
                .build();
    }

    private static byte[] bytes(Image image) {
        return Base64.getDecoder().decode(image.base64Data());
    }
}
