package dev.demist.webui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pause, go back, fork, stop, several at once: what can be done to a run while it goes on, by keys where there are
 * keys.
 */
@ExtendWith(ChromiumExtension.class)
class ControlsTest {

    /** The step that a run does not go beyond until it is to finish. */
    private static final int HELD = 10;

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(60);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PageJourney begin(Browser browser, String prompt) {
        PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT);
        server.holdAt(HELD);
        journey.draw(prompt).awaitStep(HELD);
        journey.page().locator("#stage").focus();
        return journey;
    }

    private void finish(PageJourney journey) {
        server.letGo();
        journey.awaitPicture();
    }

    @Test
    void spacePausesAndGoesOn(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.keyboard().press("Space");
            assertThat(page.locator(".position .status")).hasText("Paused");
            assertThat(page).hasTitle(Pattern.compile("Paused at \\d+% · a pear · Demist"));
            String step = page.locator("[data-step]").last().textContent();
            int previews = server.demand().previews();

            page.keyboard().press("Space");
            finish(journey);

            assertThat(step).isNotEqualTo("20");
            assertThat(server.demand().previews()).isGreaterThan(previews);
        }
    }

    @Test
    void anotherKindOfPreviewsIsAskedForAtOnceAndRemembered(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            assertThat(server.demand().kind()).isEqualTo("linear");
            page.keyboard().press("Space");
            assertThat(page.locator(".position .status")).hasText("Paused");
            page.locator("demist-more-options summary").click();
            page.getByLabel("Previews").selectOption("full");
            page.locator("#stage").focus();
            page.keyboard().press("Space");
            finish(journey);
            assertThat(server.demand().kind()).isEqualTo("full");
            assertThat(server.demand().mostCredit()).isLessThanOrEqualTo(2);
            page.reload();
            page.locator("demist-more-options summary").click();
            assertThat(page.getByLabel("Previews")).hasValue("full");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void goingBackShowsTheKeptStateAndAsksForNoPreviewMeanwhile(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.keyboard().press("Space");
            assertThat(page.locator(".position .status")).hasText("Paused");
            page.keyboard().press(",");
            page.keyboard().press(",");
            Locator canvas = page.locator("canvas.picture");
            String back = page.locator(".position [data-step]").textContent();
            assertThat(canvas).hasAttribute("data-step", back);
            assertThat(page.locator(".position .status")).hasText("Looking back");

            page.keyboard().press("l");

            assertThat(canvas).hasAttribute("data-step", String.valueOf(Integer.parseInt(back) + 2));
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void theScrubberReachesEveryKeptStateOfAFinishedRun(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            finish(journey);
            page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("State"))
                    .fill("3");

            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "3");
            assertThat(page.locator("canvas.picture")).hasAttribute("aria-label", "Preview at step 3 of 20: a pear");
        }
    }

    @Test
    void aForkStartsAtTheStateShownWithTheChangedSettings(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            finish(journey);
            page.getByLabel("State", new Page.GetByLabelOptions().setExact(true))
                    .fill("9");
            page.locator("[name=prompt]").fill("a quince");
            page.locator("[name=scheduler]").selectOption("unipc");
            assertThat(page.locator("[name=fork]")).containsText("2 changed");
            page.locator("#stage").focus();
            page.keyboard().press("f");

            assertThat(page.locator("figcaption .title")).hasText("a quince");
            assertThat(page.locator("figcaption .facts")).containsText("forked at 9");
            journey.awaitPicture();
            assertThat(page.locator(".thumb")).hasCount(2);
        }
    }

    @Test
    void aStoppedRunKeepsItsStates(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.locator("[name=stop]").click();

            assertThat(page.locator(".position .status")).hasText("Stopped");
            assertThat(page.locator("#scrubber")).isEnabled();
            assertThat(page.locator("[name=pause]")).hasCount(0);
        }
    }

    @Test
    void severalPicturesAreWatchedOneAfterTheOther(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator(".segments label").nth(1).click();
            journey.draw("two cherries");

            assertThat(page.locator(".thumb")).hasCount(2);
            assertThat(page.locator("[data-queue]")).containsText("1 waiting");
            assertThat(page.locator(".thumb[data-status=done]")).hasCount(2, patient());
            journey.awaitPicture();
            assertThat(page.locator(".thumb").first()).hasAttribute("aria-current", "true");
        }
    }

    @Test
    void aLockedSeedIsKeptAndAnOpenOneIsDrawnAgain(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            finish(journey);
            String drawn = page.locator("[name=seed]").inputValue();
            page.locator("[name=lock]").click();
            journey.draw("a pear").awaitPreviews(1);
            assertThat(page.locator("[name=seed]")).hasValue(drawn);

            page.locator("[name=dice]").click();

            assertThat(page.locator("[name=seed]")).not().hasValue(drawn);
            assertThat(drawn).isNotEmpty();
        }
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions patient() {
        return new com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions().setTimeout(20_000);
    }
}
