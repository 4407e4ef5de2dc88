package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.PageJourney;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words, the button and the chips. */
class ComposerTest extends PageTest {

    @Test
    void noPressIsLost(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.draw("a pear");
            page.keyboard().press("Control+Enter");
            page.keyboard().press("Control+Enter");
            assertThat(page.locator(".thumb")).hasCount(3);
        }
    }

    @Test
    void aRunCanBeReplacedByThePressOfAKey(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.locator("[name=prompt]").fill("a plum");
            page.keyboard().press("Control+Shift+Enter");
            assertThat(page.locator(".thumb")).hasCount(2);
            assertThat(page.locator(".thumb[data-status=cancelled]")).hasCount(1);
        }
    }

    @Test
    void aPausedPictureGoesOnWithOtherWords(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.keyboard().press("Space");
            assertThat(page.locator(".position .status")).hasText("Paused");
            page.locator("[name=prompt]").fill("a plum");
            assertThat(page.locator("button[type=submit]")).containsText("Go on with these words");
            finish();
            page.locator("button[type=submit]").click();
            journey.awaitPicture();
            assertThat(lastRequest(journey).at("/from/state").asInt()).isGreaterThanOrEqualTo(HELD);
            assertThat(page.locator(".row[data-status=cancelled]")).hasCount(1);
        }
    }

    @Test
    void chipsThatDifferFromTheRunShownAreFilled(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.set("steps", "steps", "5").draw("a pear").awaitPicture();
            assertThat(journey.page().locator("[data-differs]")).hasCount(0);
            journey.set("guidance", "guidance", "7");
            assertThat(journey.chip("guidance")).hasText("guidance 7");
            assertThat(journey.page().locator("[data-differs]")).hasCount(1);
        }
    }

    @Test
    void usedSettingsAreTakenBack(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.set("steps", "steps", "5").draw("a red apple").awaitPicture();
            journey.set("steps", "steps", "30");
            page.locator("[name=prompt]").fill("something else");
            page.locator("[name=about]").click();
            page.locator("button[name=reuse]").click();
            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(journey.chip("steps")).hasText("5 steps");
            assertThat(journey.chip("seed")).containsText(Pattern.compile("seed \\d+"));

            page.locator("[name=undo]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("something else");
            assertThat(journey.chip("steps")).hasText("30 steps");
        }
    }

    @Test
    void aLockedSeedIsKeptAndAnOpenOneIsDrawnAgain(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.draw("a pear").awaitPicture();
            String drawn = page.locator("[name=seed]").inputValue();
            journey.open("seed").locator("[name=lock]").click();
            journey.draw("a pear").awaitPicture();
            assertThat(page.locator("[name=seed]")).hasValue(drawn);

            journey.open("seed").locator("[name=dice]").click();

            assertThat(page.locator("[name=seed]")).not().hasValue(drawn);
            assertThat(drawn).isNotEmpty();
        }
    }

    @Test
    void anotherKindOfPreviewsIsAskedForAndRemembered(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.open("more").getByLabel("Previews").selectOption("full");
            page.reload();
            journey.awaitReady();
            assertThat(journey.open("more").getByLabel("Previews")).hasValue("full");
            List<String> complaints = journey.complaints();
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void whatIsBeingTypedIsNotWipedAwayByWhatHappensMeanwhile(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            Locator steps = journey.open("steps").locator("[name=steps]");
            steps.fill("33");
            page.evaluate("() => fetch('/api/v1/runs', { method: 'POST', body: '{\"prompt\": \"a pear\"}',"
                    + " headers: { 'Content-Type': 'application/json' } })");
            assertThat(page.locator(".thumb[data-status=done]")).hasCount(1);
            steps.press("Tab");
            assertThat(journey.chip("steps")).hasText("33 steps");
        }
    }

    @Test
    void aNumberLeftBlankIsTheModelsAndASizeIsMadeWhole(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.set("steps", "steps", "7").set("steps", "steps", "");
            assertThat(journey.chip("steps")).hasText("20 steps");
            assertThat(journey.page().locator("[name=steps]")).hasValue("20");
            journey.set("size", "width", "100");
            assertThat(journey.page().locator("[name=width]")).hasValue("104");
            journey.set("seed", "seed", "-1");
            assertThat(journey.chip("seed")).hasText("new seed");
        }
    }

    @Test
    void anEarlierPromptComesBackByAKey(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            journey.draw("a plum").awaitPicture();
            page.locator("[name=prompt]").fill("a fi");
            page.keyboard().press("Alt+ArrowUp");
            assertThat(page.locator("[name=prompt]")).hasValue("a plum");
            page.keyboard().press("Alt+ArrowUp");
            assertThat(page.locator("[name=prompt]")).hasValue("a pear");
            page.keyboard().press("Alt+ArrowDown");
            page.keyboard().press("Alt+ArrowDown");
            assertThat(page.locator("[name=prompt]")).hasValue("a fi");
        }
    }

    @Test
    void severalPicturesAreAskedForAtOnce(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.choose("count", "2").draw("two cherries").awaitPicture();
            assertThat(journey.page().locator(".thumb[data-status=done]")).hasCount(2);
        }
    }
}
