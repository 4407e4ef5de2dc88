package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.PageJourney;
import org.junit.jupiter.api.Test;

/** The keys are listed, can be switched off, and never get in the way of typing. */
class KeysTest extends PageTest {

    @Test
    void aQuestionMarkListsTheKeysAndLettersCanBeSwitchedOff(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.keyboard().press("?");
            assertThat(page.locator("#help")).isVisible();
            assertThat(journey.barriers()).isEmpty();
            page.locator("[name=letters]").uncheck();
            page.keyboard().press("Escape");
            page.locator("#stage").focus();
            page.keyboard().press("?");

            assertThat(page.locator("#help")).not().isVisible();
        }
    }

    @Test
    void whatIsTypedIsTextAndNoCommand(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            page.locator("[name=prompt]").fill("");
            page.locator("[name=prompt]").pressSequentially("f, s? l.");

            assertThat(page.locator("[name=prompt]")).hasValue("f, s? l.");
            assertThat(page.locator(".thumb")).hasCount(1);
            assertThat(page.locator("#help")).not().isVisible();
        }
    }

    @Test
    void theColoursCanBeTurnedAndStayTurned(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.locator("[name=theme]").click();
            page.reload();

            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(page.locator("[name=theme]")).hasAttribute("aria-label", "Light colours");
        }
    }
}
