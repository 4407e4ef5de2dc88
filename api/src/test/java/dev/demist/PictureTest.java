package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PictureTest {

    private static final long PLENTY = 1_000_000;

    @Property(tries = 100)
    void pngKeepsEveryPixel(@ForAll("pictures") Picture picture) {
        assertThat(Picture.read(picture.png(Map.of()), PLENTY)).isEqualTo(picture);
    }

    @Property(tries = 100)
    void pngKeepsItsTexts(@ForAll("texts") String text) {
        byte[] png = gradient(3, 2).png(Map.of("parameters", text, "Software", "Demist"));
        assertThat(Picture.text(png)).containsOnly(Map.entry("parameters", text), Map.entry("Software", "Demist"));
    }

    @Example
    void pngWithoutTextsHasNone() {
        assertThat(Picture.text(gradient(2, 2).png(Map.of()))).isEmpty();
    }

    @Example
    void latinTextChunksOfOtherProgramsAreRead() {
        byte[] chunk = "tEXtparameters\0a cat".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Picture.text(withChunk(gradient(2, 2).png(Map.of()), chunk))).containsEntry("parameters", "a cat");
    }

    @Example
    void jpegIsCloseAndSmaller() {
        Picture picture = gradient(64, 64);
        byte[] fine = picture.jpeg(0.9f);
        assertThat(picture.jpeg(0.3f)).hasSizeLessThan(fine.length);
        byte[] read = Picture.read(fine, PLENTY).rgb();
        for (int i = 0; i < read.length; i++) {
            assertThat(read[i] & 0xff).isBetween((picture.rgb()[i] & 0xff) - 12, (picture.rgb()[i] & 0xff) + 12);
        }
    }

    @Example
    void transparencyIsLaidOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff0000);
        assertThat(Picture.read(encoded(image, "png"), PLENTY).rgb()).containsExactly(255, 255, 255);
    }

    @Example
    void greyPicturesBecomeColoured() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(1, 0, 0, 255);
        assertThat(Picture.read(encoded(image, "png"), PLENTY).rgb()).containsExactly(0, 0, 0, 255, 255, 255);
    }

    @Example
    void otherFormatsAreRefused() throws IOException {
        assertRefused(encoded(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "bmp"));
        assertRefused(encoded(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "gif"));
        assertRefused(new byte[0]);
        assertRefused("<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void damagedPicturesAreReadOrRefused(
            @ForAll int at, @ForAll byte value, @ForAll boolean jpeg, @ForAll boolean cut) {
        Picture picture = gradient(16, 16);
        byte[] bytes = jpeg ? picture.jpeg(0.8f) : picture.png(Map.of("parameters", "a cat"));
        int place = Math.floorMod(at, bytes.length);
        bytes[place] = value;
        assertReadOrRefused(cut ? Arrays.copyOf(bytes, place) : bytes);
    }

    @Example
    void aBombIsRefusedByItsHeader() {
        byte[] bomb = gradient(1, 1).png(Map.of());
        ByteBuffer header = ByteBuffer.wrap(bomb);
        header.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 checksum = new CRC32();
        checksum.update(bomb, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        assertThatThrownBy(() -> Picture.read(bomb, PLENTY))
                .hasMessageContaining("60000x60000")
                .hasMessageContaining("1000000");
    }

    @Example
    void theLimitItselfIsAllowed() {
        byte[] png = gradient(10, 10).png(Map.of());
        assertThat(Picture.read(png, 100).width()).isEqualTo(10);
        assertThatThrownBy(() -> Picture.read(png, 99)).hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_REQUEST);
    }

    @Example
    void sizesMustFitTheBytes() {
        assertThatThrownBy(() -> new Picture(2, 2, new byte[11])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Picture(0, 2, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Picture(65536, 65536, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 50)
    void resizingKeepsAPlainColour(@ForAll("pictures") Picture picture) {
        byte[] rgb = new byte[3 * 9 * 7];
        Arrays.fill(rgb, (byte) 77);
        Picture resized = new Picture(9, 7, rgb).resize(picture.width(), picture.height());
        assertThat(resized.width()).isEqualTo(picture.width());
        assertThat(resized.rgb()).hasSize(picture.rgb().length).containsOnly(77);
    }

    @Example
    void resizingToTheSameSizeIsTheSame() {
        Picture picture = gradient(5, 4);
        assertThat(picture.resize(5, 4)).isSameAs(picture);
    }

    @Provide
    Arbitrary<Picture> pictures() {
        Arbitrary<Integer> sides = Arbitraries.integers().between(1, 20);
        return Combinators.combine(sides, sides)
                .as((width, height) -> new int[] {width, height})
                .flatMap(size -> Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(3 * size[0] * size[1])
                        .map(rgb -> new Picture(size[0], size[1], rgb)));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> printable =
                Arbitraries.strings().withCharRange(' ', '~').withCharRange('\u00a0', '\ud7ff');
        return Arbitraries.oneOf(printable, Arbitraries.of("a cat\nSteps: 20, Seed: 7", "🐈‍⬛ ö 漢字"));
    }

    /** A small compressed text may hold gigabytes; this one could not even be unpacked. */
    @Example
    void looksIntoNoCompressedText() {
        byte[] bomb = "zTXtbomb\0\0no deflate".getBytes(StandardCharsets.ISO_8859_1);
        byte[] png = withChunk(gradient(2, 2).png(Map.of("parameters", "a cat")), bomb);
        assertThat(Picture.read(png, PLENTY)).isEqualTo(gradient(2, 2));
        assertThat(Picture.text(png)).containsOnly(Map.entry("parameters", "a cat"));
        byte[] international = "iTXtbomb\0\1\0\0\0no deflate".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Picture.text(withChunk(png, international))).containsOnlyKeys("parameters");
    }

    private static Picture gradient(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (255 * (i % width) / width);
            rgb[3 * i + 1] = (byte) (255 * (i / width) / height);
            rgb[3 * i + 2] = 64;
        }
        return new Picture(width, height, rgb);
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** {@code png} with a chunk (type and data) behind its header. */
    private static byte[] withChunk(byte[] png, byte[] chunk) {
        int header = 33;
        CRC32 checksum = new CRC32();
        checksum.update(chunk);
        return ByteBuffer.allocate(png.length + chunk.length + 8)
                .put(png, 0, header)
                .putInt(chunk.length - 4)
                .put(chunk)
                .putInt((int) checksum.getValue())
                .put(png, header, png.length - header)
                .array();
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> Picture.read(bytes, PLENTY))
                .isInstanceOf(DemistException.class)
                .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_REQUEST);
    }

    private static void assertReadOrRefused(byte[] bytes) {
        try {
            Picture.read(bytes, PLENTY);
        } catch (DemistException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        }
        try {
            Picture.text(bytes);
        } catch (DemistException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        }
    }
}
