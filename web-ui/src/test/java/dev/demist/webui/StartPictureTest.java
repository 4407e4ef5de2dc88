package dev.demist.webui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A picture to start from, the part of it that is repainted, and the rest of what can be asked for. */
@ExtendWith(ChromiumExtension.class)
class StartPictureTest {

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(20);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] photograph(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static JsonObject lastRequest(PageJourney journey) {
        Object text = journey.page()
                .evaluate("async () => JSON.stringify((await (await fetch('/api/v1/runs')).json()).runs[0].request)");
        return new JsonObject((String) text);
    }

    private static BufferedImage decode(String address) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void aDroppedPictureIsStartedFromInItsShape(Browser browser) throws Exception {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.drop("photograph.png", photograph(200, 100)).page();
            page.locator(".start-thumb img").waitFor();
            assertThat(page.locator("[name=width]")).hasValue("128");
            assertThat(page.locator("[name=height]")).hasValue("64");
            page.locator("[name=strength]").fill("0.35");
            page.locator("[name=strength]").press("Tab");
            journey.draw("a red apple").awaitPicture();

            JsonObject request = lastRequest(journey);
            assertThat(request.getDouble("strength")).isEqualTo(0.35);
            assertThat(decode(request.getString("image")).getWidth()).isEqualTo(200);
            assertThat(request.containsKey("mask")).isFalse();
            assertThat(page.locator(".facts").first()).containsText("from a picture");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsPaintedOverIsTheMask(Browser browser) throws Exception {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.drop("photograph.png", photograph(128, 128)).page();
            page.locator("[name=mask]").click();
            page.locator(".easel canvas[width='128']").waitFor();
            stroke(page, 0.3, 0.5);
            assertThat(journey.barriers()).isEmpty();
            page.locator("[name=use-mask]").click();
            page.locator(".start-thumb .mask").waitFor();
            journey.draw("a red apple").awaitPicture();

            BufferedImage mask = decode(lastRequest(journey).getString("mask"));
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
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.draw("a red apple").awaitPicture();
            journey.page().locator("[name=start-from]").click();
            journey.page().locator(".start-thumb img").waitFor();
            journey.page().reload();
            assertThat(journey.page().locator(".start-thumb img")).isVisible();

            journey.page().locator("[name=no-image]").click();
            assertThat(journey.page().locator(".start-thumb img")).hasCount(0);
        }
    }

    @Test
    void aControlNetIsShownAPictureAndWordsAreLearned(Browser browser) throws Exception {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator("demist-more-options summary").click();
            page.getByLabel("my-toy").check();
            page.getByLabel("ControlNet", new Page.GetByLabelOptions().setExact(true))
                    .selectOption("depth");
            page.getByLabel("What it sees")
                    .setInputFiles(new FilePayload("depth.png", "image/png", photograph(96, 64)));
            page.locator(".control-picture img").waitFor();
            page.locator("[name=controlScale]").fill("0.5");
            page.locator("[name=controlScale]").press("Tab");
            assertThat(page.locator("demist-more-options summary")).containsText("2 changed");
            assertThat(journey.barriers()).isEmpty();
            journey.draw("my-toy on a table").awaitPicture();

            JsonObject request = lastRequest(journey);
            assertThat(request.getJsonArray("embeddings").getList()).isEqualTo(List.of("my-toy"));
            assertThat(request.getString("controlNet")).isEqualTo("depth");
            assertThat(request.getDouble("controlScale")).isEqualTo(0.5);
            assertThat(decode(request.getString("controlImage")).getWidth()).isEqualTo(96);

            page.reload();
            page.locator("demist-more-options summary").click();
            page.locator("[name=no-control]").click();
            journey.draw("my-toy on a table").awaitPicture();
            assertThat(lastRequest(journey).containsKey("controlImage")).isFalse();
        }
    }

    @Test
    void lorasAndTheRestAreAskedFor(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator("demist-more-options summary").click();
            page.getByLabel("LoRA crayon").fill("0.75");
            page.getByLabel("CLIP skip").fill("1");
            page.getByLabel("Guidance rescale").fill("0.5");
            page.getByLabel("Guidance rescale").press("Tab");
            assertThat(page.locator("demist-more-options summary")).containsText("3 changed");
            journey.draw("a red apple").awaitPicture();

            JsonObject request = lastRequest(journey);
            assertThat(request.getJsonArray("loras").getJsonObject(0).getMap())
                    .containsEntry("name", "crayon")
                    .containsEntry("weight", 0.75);
            assertThat(request.getInteger("clipSkip")).isEqualTo(1);
            assertThat(request.getDouble("guidanceRescale")).isEqualTo(0.5);
        }
    }
}
