package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of every kind are read as Pillow reads them: true colours, upright. */
class PictureKindsTest {

    private static final Path PICTURES =
            Path.of(System.getProperty("demist.root", "..")).resolve("goldens/pictures");

    private static final int ROUNDING_OF_PROFILES = 2;

    static List<Path> kinds() throws IOException {
        try (Stream<Path> files = Files.list(PICTURES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsReadInItsTrueColours(Path file) throws IOException {
        EncodedPicture encoded = new EncodedPicture(Files.readAllBytes(file));
        Picture picture = encoded.decode();
        Picture expected = expected(file);
        assertThat(picture.width()).isEqualTo(expected.width());
        assertThat(picture.height()).isEqualTo(expected.height());
        assertThat(encoded.size("image")).isEqualTo(new OwnSize(expected.width(), expected.height()));
        int most = file.toString().contains("profile") ? ROUNDING_OF_PROFILES : 0;
        for (int i = 0; i < expected.rgb().length; i++) {
            assertThat(picture.rgb()[i] & 0xff)
                    .as("byte %d", i)
                    .isBetween((expected.rgb()[i] & 0xff) - most, (expected.rgb()[i] & 0xff) + most);
        }
    }

    private static Picture expected(Path file) throws IOException {
        BufferedImage image = ImageIO.read(
                PICTURES.resolve("expected/" + file.getFileName() + ".png").toFile());
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            rgb[i] = (byte) image.getRaster().getSample(pixel % image.getWidth(), pixel / image.getWidth(), i % 3);
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb8.png", "turned2.jpg", "gray.jpg", "rgb.jpg"})
    void aFileThatIsCutOffIsRefused(String name) throws IOException {
        byte[] file = Files.readAllBytes(PICTURES.resolve(name));
        EncodedPicture cut = new EncodedPicture(Arrays.copyOf(file, file.length - file.length / 10));
        assertThatThrownBy(cut::decode).hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_REQUEST);
    }

    @Test
    void otherFormatsAreRefusedByName() {
        Map<String, String> heads = Map.of(
                "GIF89a",
                "a GIF",
                "BM",
                "a BMP",
                "II*\0",
                "a TIFF",
                "RIFF1234WEBP",
                "a WebP",
                "1234ftypheic",
                "a HEIC");
        heads.forEach((head, name) -> assertThatThrownBy(
                        () -> new EncodedPicture(head.getBytes(StandardCharsets.ISO_8859_1)).decode())
                .hasMessageContaining(name)
                .hasMessageContaining("PNG or a JPEG"));
    }

    @Test
    void whatIsTransparentInAMaskIsKept() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ffffff);
        image.setRGB(1, 0, 0xffffffff);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        EncodedPicture mask = new EncodedPicture(bytes.toByteArray());
        assertThat(mask.decodeMask("mask", 2).rgb()).containsExactly(0, 0, 0, 255, 255, 255);
        assertThat(mask.decode().rgb()).containsOnly(255);
    }
}
