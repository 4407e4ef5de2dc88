package dev.demist.webui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A picture dropped onto the page gives its settings, whichever way its text chunks hold them. */
@ExtendWith(ChromiumExtension.class)
class RecipeTest {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final String JSON = "{\"prompt\": \"ein grüner Apfel\", \"steps\": 7, \"seed\": 42,"
            + " \"scheduler\": {\"name\": \"unipc\", \"options\": {\"solver_order\": 3}}}";

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(40);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCompressedInternationalTextIsRead(Browser browser) throws Exception {
        byte[] text = JSON.getBytes(StandardCharsets.UTF_8);
        byte[] head = "demist\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = drop(journey, picture("iTXt", head, deflate(text)));
            page.locator("[name=all]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("ein grüner Apfel");
            assertThat(page.locator("[name=steps]")).hasValue("7");
            assertThat(page.locator("[name=seed]")).hasValue("42");
            assertThat(page.locator("[name=scheduler]")).hasValue("unipc");
            assertThat(page.getByText("Scheduler options")).containsText("1 changed");
        }
    }

    @Test
    void theTextOfOtherProgramsIsRead(Browser browser) {
        String text = "parameters\0a red apple, ripe\nNegative prompt: worm\n"
                + "Steps: 12, Sampler: Euler a, CFG scale: 3.5, Seed: 99, Size: 64x96, Model: x";
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = drop(journey, picture("tEXt", text.getBytes(StandardCharsets.ISO_8859_1), new byte[0]));
            page.locator("[name=all]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple, ripe");
            assertThat(page.locator("[name=negativePrompt]")).hasValue("worm");
            assertThat(page.locator("[name=guidance]")).hasValue("3.5");
            assertThat(page.locator("[name=width]")).hasValue("64");
            assertThat(page.locator("[name=height]")).hasValue("96");
        }
    }

    @Test
    void aFileThatIsNoPictureIsToldSo(Browser browser) {
        byte[] broken = picture("zTXt", "demist\0\0".getBytes(StandardCharsets.ISO_8859_1), new byte[] {1, 2, 3});
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            assertThat(drop(journey, broken).locator(".banner")).containsText("cannot be read as a picture");
        }
    }

    private static Page drop(PageJourney journey, byte[] file) {
        return journey.drop("dropped.png", file).page();
    }

    private static byte[] picture(String type, byte[] head, byte[] body) {
        ByteBuffer file = ByteBuffer.allocate(SIGNATURE.length + 12 + head.length + body.length);
        file.put(SIGNATURE).putInt(head.length + body.length);
        file.put(type.getBytes(StandardCharsets.US_ASCII)).put(head).put(body);
        return file.array();
    }

    private static byte[] deflate(byte[] text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
