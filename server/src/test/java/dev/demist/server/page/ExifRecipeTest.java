package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import dev.demist.webui.testkit.PageJourney;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** JPEG and WebP hold their recipe in EXIF; what it names is taken over as far as the server has it. */
class ExifRecipeTest extends PageTest {

    private static final int MODEL = 0x0110;
    private static final int USER_COMMENT = 0x9286;
    private static final int EXIF_FOLDER = 0x8769;

    private static final String PARAMETERS = "a red apple <lora:gloss:0.7>\nNegative prompt: worm\n"
            + "Steps: 12, Sampler: %s, Schedule type: %s, CFG scale: 3.5, Seed: 99, Size: 64x96, Model: sd15";
    private static final String GRAPH = "prompt:{\"3\": {\"class_type\": \"KSampler\", \"inputs\": {\"seed\": 7,"
            + " \"steps\": 9, \"cfg\": 8.0, \"sampler_name\": \"uni_pc\", \"scheduler\": \"karras\","
            + " \"positive\": [\"6\", 0], \"negative\": [\"7\", 0]}},"
            + "\"6\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"a cat\"}},"
            + "\"7\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"worm\"}}}";

    @Test
    void theCommentOfAJpegIsReadInBothOrdersOfItsLetters(Browser browser) {
        String text = PARAMETERS.formatted("UniPC", "Karras");
        try (PageJourney journey = open(browser)) {
            for (Charset letters : new Charset[] {StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE}) {
                Locator dialog = drop(journey, jpeg(comment("UNICODE\0", text.getBytes(letters))));
                assertThat(dialog.locator(".title")).hasText("a red apple");
                assertThat(dialog.locator(".facts")).hasText("unipc · 12 steps · guidance 3.5 · seed 99");
                assertThat(dialog.locator(".left-out")).hasText("Not taken over: model sd15, LoRA gloss");
                journey.page().keyboard().press("Escape");
            }
        }
    }

    @Test
    void aSamplerThatIsNotThereIsNamed(Browser browser) {
        byte[] text = PARAMETERS.formatted("DPM++ 3M SDE", "Karras").getBytes(StandardCharsets.US_ASCII);
        try (PageJourney journey = open(browser)) {
            Locator dialog = drop(journey, jpeg(comment("ASCII\0\0\0", text)));
            assertThat(dialog.locator(".left-out"))
                    .hasText("Not taken over: sampler DPM++ 3M SDE, schedule type Karras, model sd15, LoRA gloss");
        }
    }

    @Test
    void theGraphInAWebpIsRead(Browser browser) {
        byte[] tiff = tiff(MODEL, 2, GRAPH.getBytes(StandardCharsets.UTF_8), ByteOrder.LITTLE_ENDIAN);
        try (PageJourney journey = open(browser)) {
            Locator dialog = drop(journey, webp(tiff));
            assertThat(dialog.locator(".title")).hasText("a cat");
            assertThat(dialog.locator(".facts")).hasText("unipc · 9 steps · guidance 8 · seed 7");
            assertThat(dialog.locator(".left-out")).hasCount(0);
        }
    }

    private static Locator drop(PageJourney journey, byte[] file) {
        return journey.drop("dropped", file).page().locator("#restore");
    }

    private static byte[] comment(String alphabet, byte[] text) {
        byte[] comment = ByteBuffer.allocate(8 + text.length)
                .put(alphabet.getBytes(StandardCharsets.US_ASCII))
                .put(text)
                .array();
        byte[] inner = tiff(USER_COMMENT, 7, comment, ByteOrder.BIG_ENDIAN);
        ByteBuffer outer = ByteBuffer.allocate(26 + inner.length - 8).put("MM\0*".getBytes(StandardCharsets.US_ASCII));
        entry(outer.putInt(8), EXIF_FOLDER, 4, 1, 26).putInt(0);
        ByteBuffer moved = ByteBuffer.wrap(inner).position(8);
        return outer.put(moved).putInt(26 + 10, 26 + 18).array();
    }

    /** One folder with one tag, whose value stands behind it. */
    private static byte[] tiff(int tag, int type, byte[] value, ByteOrder order) {
        String mark = order == ByteOrder.BIG_ENDIAN ? "MM\0*" : "II*\0";
        ByteBuffer tiff = ByteBuffer.allocate(26 + value.length)
                .order(order)
                .put(mark.getBytes(StandardCharsets.US_ASCII))
                .putInt(8);
        return entry(tiff, tag, type, value.length, 26).putInt(0).put(value).array();
    }

    private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count, int value) {
        return tiff.putShort((short) 1)
                .putShort((short) tag)
                .putShort((short) type)
                .putInt(count)
                .putInt(value);
    }

    private static byte[] jpeg(byte[] tiff) {
        byte[] mark = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1};
        byte[] exif = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(12 + tiff.length)
                .put(mark)
                .putShort((short) (8 + tiff.length))
                .put(exif)
                .put(tiff)
                .array();
    }

    private static byte[] webp(byte[] tiff) {
        return ByteBuffer.allocate(20 + tiff.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + tiff.length)
                .put("WEBPEXIF".getBytes(StandardCharsets.US_ASCII))
                .putInt(tiff.length)
                .put(tiff)
                .array();
    }
}
