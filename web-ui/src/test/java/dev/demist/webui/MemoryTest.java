package dev.demist.webui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is lost: not by a cut line, not by a reload, not by closing the page and keeping only the picture. */
@ExtendWith(ChromiumExtension.class)
class MemoryTest {

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(120);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCutLineIsTakenUpAgainAndTheRunGoesOn(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.draw("a red apple").awaitPreviews(3);
            server.cutSockets();
            journey.page().getByText("Reconnecting").waitFor();

            journey.awaitPreviews(6).awaitPicture();

            assertThat(journey.page().locator("[data-link=open]")).isVisible();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aReloadedPageKnowsTheFormAndTheRunThatGoesOn(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.draw("a red apple").awaitPreviews(3);
            Page page = journey.page();
            page.reload();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(page.locator("figcaption .title")).hasText("a red apple");
            journey.awaitPicture();
        }
    }

    @Test
    void anEarlierRunGivesItsSettingsBack(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator("[name=steps]").fill("5");
            journey.draw("a red apple").awaitPicture();
            String seed = page.locator("[name=seed]").inputValue();
            page.locator("[name=steps]").fill("30");
            page.locator("[name=prompt]").fill("something else");

            page.locator("[name=reuse]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(page.locator("[name=steps]")).hasValue("5");
            assertThat(page.locator("[name=seed]")).hasValue(seed);
            assertThat(page.locator("[name=lock]")).hasAttribute("aria-pressed", "true");
        }
    }

    @Test
    void aSavedPictureGivesItsSettingsBack(Browser browser) {
        byte[] picture;
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            journey.page().locator("[name=steps]").fill("4");
            picture = journey.draw("a red apple").awaitPicture().save();
        }
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.page();
            page.locator("#picture-file").setInputFiles(new FilePayload("apple.png", "image/png", picture));
            assertThat(page.locator("#restore")).containsText("a red apple");
            assertThat(journey.barriers()).isEmpty();
            page.locator("[name=but-seed]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(page.locator("[name=steps]")).hasValue("4");
            assertThat(page.locator("[name=lock]")).hasAttribute("aria-pressed", "false");
        }
    }

    @Test
    void aDeletedRunIsGoneAfterAQuestion(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT)) {
            Page page = journey.draw("a red apple").awaitPicture().page();
            page.locator(".remove").click();
            page.locator("[name=delete]").click();

            assertThat(page.locator(".thumb")).hasCount(0);
            assertThat(page.getByText("Say what you would like to see.")).isVisible();
        }
    }
}
