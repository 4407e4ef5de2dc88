package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.demist.webui.testkit.PageJourney;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A picture dropped onto the page gives its settings, whichever way its text chunks hold them. */
class RecipeTest extends PageTest {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final String JSON = "{\"prompt\": \"ein grüner Apfel\", \"steps\": 7, \"seed\": 42,"
            + " \"scheduler\": {\"name\": \"unipc\", \"options\": {\"solver_order\": 3}}}";

    @Test
    void aCompressedInternationalTextIsRead(Browser browser) throws Exception {
        byte[] text = JSON.getBytes(StandardCharsets.UTF_8);
        byte[] head = "demist\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        try (PageJourney journey = open(browser)) {
            Page page = drop(journey, picture("iTXt", head, deflate(text)));
            page.locator("[name=all]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("ein grüner Apfel");
            assertThat(journey.chip("steps")).hasText("7 steps");
            assertThat(journey.chip("seed")).containsText("seed 42");
            assertThat(journey.chip("scheduler")).hasText("UniPC *");
            journey.open("scheduler");
            assertThat(page.getByText("Scheduler options")).containsText("1 changed");
        }
    }

    @Test
    void theTextOfOtherProgramsIsRead(Browser browser) {
        String text = "parameters\0a red apple, ripe\nNegative prompt: worm\n"
                + "Steps: 12, Sampler: Euler a, CFG scale: 3.5, Seed: 99, Size: 64x96, Model: x";
        try (PageJourney journey = open(browser)) {
            Page page = drop(journey, picture("tEXt", text.getBytes(StandardCharsets.ISO_8859_1), new byte[0]));
            page.locator("[name=all]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple, ripe");
            assertThat(page.locator("[name=negativePrompt]")).hasValue("worm");
            assertThat(journey.chip("guidance")).hasText("guidance 3.5");
            assertThat(journey.chip("size")).hasText("2 : 3 · 96");
        }
    }

    @Test
    void theTextIsReadInEveryOrderAndForm(Browser browser) {
        String facts = "Steps: 12, Sampler: Euler a, CFG scale: 3.5, Seed: 99, Size: 64x96";
        try (PageJourney journey = open(browser)) {
            take(journey, "parameters", "Negative prompt: worm\n" + facts);
            assertForm(journey, "", "worm", "99");
            take(journey, "parameters", facts);
            assertForm(journey, "", "", "99");
            take(journey, "parameters", "a pear\r\nNegative prompt: worm\r\n" + facts + "\nTemplate: {a|b}");
            assertForm(journey, "a pear", "worm", "99");
            take(
                    journey,
                    "parameters",
                    "a fig\nSteps: 12, Wildcard: \"x, Seed: 7,\nSteps: 3, y\", Seed: 5, Size: 64x96");
            assertForm(journey, "a fig", "", "5");
            take(journey, "parameters", "a plum\nVersion: 1, Pipeline: Original, Steps: 25, Seed: 6, Size: 64x96");
            assertForm(journey, "a plum", "", "6");
        }
    }

    @Test
    void whatHasNoMeaningHereIsNamed(Browser browser) {
        String novel = "{\"prompt\": \"a cat\", \"uc\": \"worm\", \"steps\": 9, \"scale\": 5.0, \"seed\": 41,"
                + " \"sampler\": \"k_euler\", \"strength\": 0.7}";
        try (PageJourney journey = open(browser)) {
            drop(journey, text("Comment", novel));
            assertThat(journey.page().locator(".left-out")).hasText("Not taken over: strength 0.7");
            journey.page().locator("[name=all]").click();
            assertForm(journey, "a cat", "worm", "41");
            take(
                    journey,
                    "invokeai_metadata",
                    "{\"positive_prompt\": \"a dog\", \"negative_prompt\": \"blur\", \"seed\": 8, \"cfg_scale\": 4}");
            assertForm(journey, "a dog", "blur", "8");
        }
    }

    @Test
    void aGraphOfOneSamplerIsReadAndOthersAreNotGuessedAt(Browser browser) {
        String words = "\"6\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"a cat\"}},"
                + "\"7\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"worm\"}}";
        String sampler = ": {\"class_type\": \"KSampler\", \"inputs\": {\"seed\": 18446744073709551615, \"steps\": 9,"
                + "\"cfg\": 8.0, \"positive\": [\"6\", 0], \"negative\": [\"7\", 0]}},";
        try (PageJourney journey = open(browser)) {
            take(journey, "prompt", "{\"3\"" + sampler + words + "}");
            assertForm(journey, "a cat", "worm", "18446744073709551615");
            drop(journey, text("parameters", "{\"fooocus_scheme\": \"fooocus\"}"));
            assertThat(journey.page().locator(".banner")).containsText("the text \"parameters\"");
            drop(journey, text("prompt", "{\"3\"" + sampler + "\"4\"" + sampler + words + "}"));
            assertThat(journey.page().locator(".banner")).containsText("a ComfyUI graph of 4 nodes");
        }
    }

    @Test
    void aSeedOf64BitsIsSentAsItIs(Browser browser) {
        String request = "{\"prompt\": \"a cat\", \"seed\": 18446744073709551615}";
        try (PageJourney journey = open(browser)) {
            take(journey, "demist", request);
            assertThat(journey.page().locator("[name=seed]")).hasValue("18446744073709551615");
            Request sent =
                    journey.page().waitForRequest(it -> it.method().equals("POST"), () -> journey.draw("a red apple"));
            Assertions.assertThat(sent.postData()).contains("\"seed\":18446744073709551615");
        }
    }

    private static void take(PageJourney journey, String keyword, String value) {
        drop(journey, text(keyword, value)).locator("[name=all]").click();
    }

    private static byte[] text(String keyword, String value) {
        return picture("tEXt", (keyword + "\0" + value).getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
    }

    private static void assertForm(PageJourney journey, String prompt, String negative, String seed) {
        assertThat(journey.page().locator("[name=prompt]")).hasValue(prompt);
        assertThat(journey.page().locator("[name=negativePrompt]")).hasValue(negative);
        assertThat(journey.page().locator("[name=seed]")).hasValue(seed);
    }

    @Test
    void aFileThatIsNoPictureIsToldSo(Browser browser) {
        byte[] broken = picture("zTXt", "demist\0\0".getBytes(StandardCharsets.ISO_8859_1), new byte[] {1, 2, 3});
        try (PageJourney journey = open(browser)) {
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
