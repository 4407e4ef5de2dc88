package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.PageJourney;
import org.junit.jupiter.api.Test;

/** Errors are shown where they belong: at the field, at the run, or above the page. */
class ErrorsTest extends PageTest {

    @Test
    void aPromptThatIsTooLongIsReportedAtThePrompt(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear ".repeat(1500)).page();

            assertThat(page.locator("[data-field=prompt] .error")).containsText("10500 characters");
            assertThat(page.locator("[name=prompt]")).isFocused();
            assertThat(page.locator("[name=prompt]")).hasAttribute("aria-invalid", "true");
            page.keyboard().type("a pear");
            assertThat(page.locator(".error")).hasCount(0);
        }
    }

    @Test
    void aWrongWidthIsReportedAtTheWidth(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.set("size", "width", "9999").draw("a pear");

            assertThat(page.locator("[data-field=width] .error")).containsText("2048");
            assertThat(journey.chip("size")).hasAttribute("data-wrong", "");
            assertThat(page.locator("[name=width]")).isFocused();
        }
    }

    @Test
    void anEmptyPromptIsARequest(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.draw("").awaitPicture();

            assertThat(journey.page().locator(".error")).hasCount(0);
        }
    }

    @Test
    void whatBelongsToNoFieldStandsAboveThePage(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            server.stop();
            journey.draw("a pear");
            page.locator(".banner").waitFor();
            page.locator(".banner button").click();
            assertThat(page.locator(".banner")).hasCount(0);
            server.startAgain();
        }
    }
}
