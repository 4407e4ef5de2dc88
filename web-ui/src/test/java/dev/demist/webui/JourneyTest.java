package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main way through the page: type a prompt, watch, keep. */
@ExtendWith(ChromiumExtension.class)
class JourneyTest {

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(60);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPromptBecomesAPictureStepByStepAndIsSaved(Browser browser) throws Exception {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.draw("a red apple").awaitPreviews(8).awaitPicture();

            assertThat(journey.paintedSteps()).isSorted().contains(20);
            assertThat(ImageIO.read(new ByteArrayInputStream(journey.save())).getWidth())
                    .isEqualTo(128);
            assertThat(journey.page().title()).isEqualTo("a red apple · Demist");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aModelWithoutWordsIsAskedForNone(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator("[name=prompt]").fill("a red apple");
            page.locator("[name=model]").selectOption("clouds");
            PlaywrightAssertions.assertThat(page.locator("[name=prompt]")).hasCount(0);
            PlaywrightAssertions.assertThat(page.locator("[name=guidance]")).hasCount(0);
            page.locator("button[type=submit]").click();
            journey.awaitPicture();
            page.locator("[name=model]").selectOption("emoji");
            PlaywrightAssertions.assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void theCanvasIsNeverBlank(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.DARK)) {
            assertThat(journey.contrast()).isGreaterThan(10);
        }
    }

    @Test
    void noMorePreviewsAreAskedForThanCanBePainted(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.draw("an orange").awaitPicture();

            assertThat(server.demand().mostCredit()).isBetween(1, 2);
            assertThat(server.demand().previews()).isBetween(8, 20);
        }
    }
}
