package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.demist.webui.testkit.PageJourney;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nothing is lost: not by a cut line, not by a reload, not by closing the page and keeping only the picture. */
class MemoryTest extends PageTest {

    @Test
    void aCutLineIsTakenUpAgainAndTheRunGoesOn(Browser browser) {
        try (PageJourney journey = open(browser)) {
            models.fake.allow(HELD);
            journey.draw("a red apple").awaitStep(HELD);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            journey.page().getByText("The server is being stopped").waitFor();
            models.fake.allow(HELD + 1); // the step in flight
            stopped.join();
            assertThat(journey.page().locator(".offline")).containsText("Connection lost; the run goes on");
            assertThat(journey.page().locator("[name=pause]")).isDisabled();
            server.startAgain();
            finish();
            journey.awaitPicture();

            assertThat(journey.page().locator(".offline")).hasCount(0);
            assertThat(journey.page().locator(".banner")).hasCount(0);
        }
    }

    @Test
    void aReloadedPageKnowsTheFormAndTheRunThatGoesOn(Browser browser) {
        try (PageJourney journey = open(browser)) {
            models.fake.allow(HELD);
            journey.draw("a red apple").awaitStep(HELD);
            Page page = journey.page();
            page.reload();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(page.locator(".tag .title")).hasText("a red apple");
            finish();
            journey.awaitPicture();
        }
    }

    @Test
    void aSavedPictureGivesItsSettingsBack(Browser browser) {
        byte[] picture;
        try (PageJourney journey = open(browser)) {
            picture = journey.set("steps", "steps", "4")
                    .draw("a red apple")
                    .awaitPicture()
                    .save();
        }
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.locator("#picture-file").setInputFiles(new FilePayload("apple.png", "image/png", picture));
            assertThat(page.locator("#restore")).containsText("a red apple");
            assertThat(journey.barriers()).isEmpty();
            page.locator("[name=but-seed]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("a red apple");
            assertThat(journey.chip("steps")).hasText("4 steps");
            assertThat(journey.chip("seed")).hasText("new seed");
        }
    }
}
