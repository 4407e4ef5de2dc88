package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import dev.demist.webui.testkit.PageJourney;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A picture to start from, the part of it that is repainted, and the rest of what can be asked for. */
class StartPictureTest extends PageTest {

    private static byte[] photograph(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    /** A picture that the newest run was given. */
    private static BufferedImage given(PageJourney journey, String name) throws IOException {
        String id = journey.page().locator(".row[aria-current]").getAttribute("data-run");
        byte[] bytes = journey.page()
                .request()
                .get(journey.page().evaluate("() => location.origin") + "/api/v1/runs/" + id + "/inputs/" + name)
                .body();
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void aDroppedPictureIsStartedFromInItsShape(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            Page page = journey.drop("photograph.png", photograph(200, 100)).page();
            journey.chip("picture").waitFor();
            assertThat(page.locator("[name=width]")).hasValue("64");
            assertThat(page.locator("[name=height]")).hasValue("32");
            journey.set("picture", "strength", "0.35");
            journey.draw("a red apple").awaitPicture();

            JsonNode request = lastRequest(journey);
            assertThat(request.path("strength").asDouble()).isEqualTo(0.35);
            assertThat(given(journey, "image").getWidth()).isEqualTo(200);
            assertThat(request.has("mask")).isFalse();
            assertThat(page.locator("#about .facts")).containsText("from a picture");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsPaintedOverIsTheMask(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            Page page = journey.drop("photograph.png", photograph(128, 128)).page();
            journey.open("picture").locator("[name=mask]").click();
            page.locator(".easel canvas[width='128']").waitFor();
            stroke(page, 0.3, 0.5);
            assertThat(journey.barriers()).isEmpty();
            page.locator("[name=use-mask]").click();
            assertThat(journey.chip("picture")).containsText("part of a picture");
            journey.draw("a red apple").awaitPicture();

            BufferedImage mask = given(journey, "mask");
            assertThat(mask.getRGB(128 * 4 / 10, 64)).isEqualTo(0xffffffff);
            assertThat(mask.getRGB(120, 64)).isEqualTo(0xff000000);
        }
    }

    private static void stroke(Page page, double from, double to) {
        BoundingBox box = page.locator(".easel canvas").boundingBox();
        page.mouse().move(box.x + box.width * from, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(box.x + box.width * to, box.y + box.height / 2, new Mouse.MoveOptions().setSteps(4));
        page.mouse().up();
    }

    @Test
    void theNextPictureCanStartFromTheLastAndOutlivesAReload(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.draw("a red apple").awaitPicture();
            journey.page().locator(".pane").hover();
            journey.page().locator("main [name=start-from]").click();
            journey.chip("picture").waitFor();
            journey.page().reload();
            assertThat(journey.chip("picture")).isVisible();

            journey.open("picture").locator("[name=no-image]").click();
            assertThat(journey.chip("picture")).hasCount(0);
        }
    }

    @Test
    void aControlNetIsShownAPictureAndWordsAreLearned(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.open("more");
            page.getByLabel("toy", new Page.GetByLabelOptions().setExact(true)).check();
            page.getByLabel("ControlNet", new Page.GetByLabelOptions().setExact(true))
                    .selectOption("edges");
            page.getByLabel("What it sees")
                    .setInputFiles(new FilePayload("depth.png", "image/png", photograph(96, 64)));
            page.locator(".control-picture img").waitFor();
            page.locator("[name=controlScale]").fill("0.5");
            page.locator("[name=controlScale]").press("Tab");
            assertThat(journey.barriers()).isEmpty();
            page.keyboard().press("Escape");
            journey.draw("toy on a table").awaitPicture();

            JsonNode request = lastRequest(journey);
            assertThat(request.at("/embeddings/0").asText()).isEqualTo("toy");
            assertThat(request.path("controlNet").asText()).isEqualTo("edges");
            assertThat(request.path("controlScale").asDouble()).isEqualTo(0.5);
            assertThat(given(journey, "controlImage").getWidth()).isEqualTo(96);

            page.reload();
            journey.awaitReady().open("more").locator("[name=no-control]").click();
            page.keyboard().press("Escape");
            journey.draw("toy on a table").awaitPicture();
            assertThat(lastRequest(journey).has("controlImage")).isFalse();
        }
    }

    @Test
    void lorasAndTheRestAreAskedFor(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.open("more");
            page.getByLabel("LoRA crayon").fill("0.75");
            page.getByLabel("CLIP skip").fill("1");
            page.getByLabel("Guidance rescale").fill("0.5");
            page.getByLabel("Guidance rescale").press("Tab");
            page.keyboard().press("Escape");
            journey.draw("a red apple").awaitPicture();

            JsonNode request = lastRequest(journey);
            assertThat(request.at("/loras/0/name").asText()).isEqualTo("crayon");
            assertThat(request.at("/loras/0/weight").asDouble()).isEqualTo(0.75);
            assertThat(request.path("clipSkip").asInt()).isEqualTo(1);
            assertThat(request.path("guidanceRescale").asDouble()).isEqualTo(0.5);
        }
    }

    @Test
    void aPictureOfAnotherShapeIsCutPaddedOrStretched(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            Page page = journey.drop("photograph.png", photograph(200, 100)).page();
            journey.chip("picture").waitFor();
            assertThat(journey.open("picture").locator("[name=fit]")).hasCount(0);
            page.keyboard().press("Escape");
            journey.open("size").locator("[title='64 × 64']").click();
            page.keyboard().press("Escape");

            assertThat(journey.open("picture")).containsText("It has another shape than the result");
            assertThat(journey.barriers()).isEmpty();
            journey.choose("picture", "pad").draw("a red apple").awaitPicture();

            assertThat(lastRequest(journey).path("fit").asText()).isEqualTo("pad");
            assertThat(journey.complaints()).isEmpty();
        }
    }
}
