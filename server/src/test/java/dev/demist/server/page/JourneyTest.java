package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketFrame;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.io.ByteArrayInputStream;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The main way through the page: type a prompt, watch, keep. */
class JourneyTest extends PageTest {

    @Test
    void aPromptBecomesAPictureStepByStepAndIsSaved(Browser browser) throws Exception {
        try (PageJourney journey = begin(browser, "a red apple")) {
            finish();
            journey.awaitPicture();

            assertThat(journey.paintedSteps()).isSorted().contains(HELD);
            assertThat(ImageIO.read(new ByteArrayInputStream(journey.save())).getWidth())
                    .isEqualTo(64);
            assertThat(journey.page().title()).isEqualTo("a red apple · Demist");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void anExampleIsDrawnAtAClick(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.page().locator(".examples .chip").first().click();
            journey.awaitPicture();

            assertThat(journey.page().locator("[name=prompt]")).hasValue("a red apple");
        }
    }

    @Test
    void aModelWithoutWordsIsAskedForNone(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.locator("[name=prompt]").fill("a red apple");
            journey.choose("model", "plain");
            assertThat(page.locator("[name=prompt]")).hasCount(0);
            assertThat(journey.chip("guidance")).hasCount(0);
            page.locator("button[type=submit]").click();
            journey.awaitPicture();
            journey.choose("model", "fake");
            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void theCanvasIsNeverBlank(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), Look.DARK)) {
            assertThat(journey.contrast()).isGreaterThan(10);
        }
    }

    @Test
    void noMorePreviewsAreAskedForThanCanBePainted(Browser browser) {
        AtomicInteger outstanding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.onWebSocket(socket -> {
                socket.onFrameSent(frame -> most.accumulateAndGet(outstanding.addAndGet(credit(frame)), Math::max));
                socket.onFrameReceived(frame -> outstanding.addAndGet(frame.text() == null ? -1 : 0));
            });
            page.reload();
            journey.awaitReady();
            models.fake.allow(HELD);
            journey.draw("an orange").awaitStep(HELD);
            finish();
            journey.awaitPicture();

            assertThat(most.get()).isBetween(1, 2);
        }
    }

    private static int credit(WebSocketFrame frame) {
        var asked = json(frame.text());
        return asked.path("credit").asInt() + asked.path("n").asInt();
    }
}
