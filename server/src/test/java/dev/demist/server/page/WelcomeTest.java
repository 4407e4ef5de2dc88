package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first minute: a film that the server draws then, and three hints that go when they are followed. */
class WelcomeTest extends PageTest {

    @Test
    void aNewcomerSeesAFilmAndThreeHintsOnceEach(Browser browser) {
        try (PageJourney journey = PageJourney.meet(browser, server.address(), Look.LIGHT)) {
            Page page = journey.page();
            assertThat(page.locator(".tag .title")).hasText("a red apple");
            journey.awaitPicture();
            assertThat(page.locator("[name=prompt]")).isFocused();
            assertThat(page.locator(".hint-bubble")).hasText("Pull me");

            page.locator("#scrubber").fill("3");
            assertThat(page.locator(".hint-bubble")).hasText("Say what it becomes from here");
            journey.draw("rocket").awaitPicture();
            assertThat(page.locator(".hint-bubble")).hasText("Show it on your phone");
            assertThat(journey.barriers()).isEmpty();
            page.locator("button[name=share]").click();
            assertThat(page.locator(".hint-bubble")).hasCount(0);

            page.reload();
            journey.awaitReady();
            assertThat(page.locator(".thumb")).hasCount(1);
            assertThat(page.locator(".hint-bubble")).hasCount(0);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aFilmThatIsNotUsedIsNotAmongTheNewcomersPictures(Browser browser) {
        try (PageJourney journey = PageJourney.meet(browser, server.address(), Look.LIGHT)) {
            Page page = journey.awaitPicture().page();
            assertThat(page.locator(".thumb")).hasCount(0);

            journey.draw("a pear").awaitPicture();
            assertThat(page.locator(".thumb")).hasCount(1);
            page.reload();
            journey.awaitReady();
            assertThat(page.locator(".thumb")).hasAttribute("aria-label", Pattern.compile("a pear, .*"));
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aFilmWithAHeartIsKept(Browser browser) {
        try (PageJourney journey = PageJourney.meet(browser, server.address(), Look.LIGHT)) {
            Page page = journey.awaitPicture().page();
            page.locator(".pane").hover();
            page.locator(".tools [name=keep]").click();

            assertThat(page.locator(".thumb")).hasCount(1);
            page.reload();
            journey.awaitReady().awaitPicture();
            assertThat(page.locator(".tag .title")).hasText("a red apple");
        }
    }
}
