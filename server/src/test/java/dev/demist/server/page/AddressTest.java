package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every run, and each of its steps, has an address. */
class AddressTest extends PageTest {

    private static String shown(Page page) {
        return page.locator(".row[aria-current]").getAttribute("data-run");
    }

    @Test
    void theAddressFollowsWhatIsLookedAtAndBackGoesBack(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            String pear = shown(page);
            assertThat(page).hasURL(Pattern.compile("/r/" + pear + "$"));
            journey.draw("a plum").awaitPicture();
            assertThat(page.locator(".tag .title")).hasText("a plum");
            page.goBack();
            assertThat(page.locator(".tag .title")).hasText("a pear");
            assertThat(page).hasURL(Pattern.compile("/r/" + pear + "$"));
        }
    }

    @Test
    void aReloadAndALinkShowTheSameStep(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            String pear = shown(page);
            journey.draw("a plum").awaitPicture();
            page.navigate(server.address() + "/r/" + pear + "?at=6");
            journey.awaitReady();
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "6");
            page.locator("#scrubber").fill("9");
            assertThat(page).hasURL(Pattern.compile("\\?at=9$"));
            page.reload();
            journey.awaitReady();
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "9");
            assertThat(page.locator(".tag .title")).hasText("a pear");
        }
    }

    @Test
    void aRunThatIsNotThereIsSaidSo(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address() + "/r/none", Look.LIGHT)) {
            assertThat(journey.page().locator(".banner")).isVisible();
        }
    }
}
