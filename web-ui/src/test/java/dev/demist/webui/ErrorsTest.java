package dev.demist.webui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Errors are shown where they belong: at the field, at the run, or above the page. */
@ExtendWith(ChromiumExtension.class)
class ErrorsTest {

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
    void aPromptThatIsTooLongIsReportedAtThePrompt(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.draw("a pear ".repeat(1500)).page();

            assertThat(page.locator("[data-field=prompt] .error")).hasText("10500 characters are too many");
            assertThat(page.locator("[name=prompt]")).isFocused();
            assertThat(page.locator("[name=prompt]")).hasAttribute("aria-invalid", "true");
            page.keyboard().type("a pear");
            assertThat(page.locator(".error")).hasCount(0);
        }
    }

    @Test
    void aWrongWidthIsReportedAtTheWidth(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator("[name=width]").fill("100");
            journey.draw("a pear");

            assertThat(page.locator("[data-field=width] .error")).containsText("100 is not a multiple of 8");
            assertThat(page.locator("[name=width]")).isFocused();
        }
    }

    @Test
    void aWrongOptionOpensTheOptionsAndIsReportedThere(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.getByText("Scheduler options").click();
            page.locator("[name=solver_order]").fill("7");
            page.getByText("Scheduler options").click();
            journey.draw("a pear");

            assertThat(page.locator("[data-field=solver_order] .error")).containsText("7 is not one of 1 to 3");
            assertThat(page.locator("[name=solver_order]")).isVisible();
        }
    }

    @Test
    void anEmptyPromptIsARequest(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.draw("").awaitPicture();

            assertThat(journey.page().locator(".error")).hasCount(0);
        }
    }

    @Test
    void whatBelongsToNoFieldStandsAboveThePage(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.draw("full house").page();

            assertThat(page.locator(".banner")).hasText("The queue is full: 64 runs are waiting");
            page.locator(".banner button").click();
            assertThat(page.locator(".banner")).hasCount(0);
        }
    }

    @Test
    void aRunThatFailsSaysWhy(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.draw("fail please").page();

            assertThat(page.locator(".position .status")).hasText("Failed");
            assertThat(page.locator("figcaption .error")).hasText("The toy was told to fail at step 3");
        }
    }
}
