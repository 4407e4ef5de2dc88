package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.PageJourney;
import org.junit.jupiter.api.Test;

/** The picture follows the words while they are typed, and is kept after a rest. */
class LiveTypingTest extends PageTest {

    private static final String WORDS = "() => { const { run } = document.querySelector('canvas.picture').dataset;"
            + " return document.querySelector('demist-app').store.runs.byId(run)?.run.request.prompt; }";

    private static Page live(PageJourney journey) {
        Page page = journey.page();
        page.locator(".live").click();
        assertThat(page.locator(".live")).hasAttribute("aria-checked", "true");
        return page;
    }

    /** Keeps nothing by itself: on a busy machine the rest after which a picture is kept may pass between two words. */
    private static final String NO_REST = """
            () => {
              const set = window.setTimeout;
              window.setTimeout = (action, time, ...more) => set(action, time === 1200 ? 1e9 : time, ...more);
            }
            """;

    private static void type(Page page, String words) {
        page.locator("[name=prompt]").fill(words);
    }

    private static void awaitWords(Page page, String words) {
        page.waitForFunction("words => (" + WORDS + ")() === words", words);
    }

    @Test
    void thePictureFollowsTheWordsAndOnlyTheLastIsKept(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = live(journey);
            page.evaluate(NO_REST);
            for (String words : new String[] {"a", "a pe", "a pear"}) {
                type(page, words);
                awaitWords(page, words);
            }
            assertThat(page.locator("button[type=submit]")).containsText("Keep");
            page.keyboard().press("Control+Enter");
            journey.awaitPicture();

            assertThat(page.locator(".thumb")).hasCount(1);
            assertThat(lastRequest(journey).get("steps").asInt()).isEqualTo(20);
            assertThat(page.locator("button[type=submit]")).containsText("Generate");
            assertThat(journey.barriers()).isEmpty();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aRestKeepsThePicture(Browser browser) {
        try (PageJourney journey = open(browser)) {
            type(live(journey), "a pear");
            journey.awaitPicture();
            assertThat(lastRequest(journey).get("prompt").asText()).isEqualTo("a pear");
        }
    }

    @Test
    void theStageShowsTheOldPictureUntilThereIsANewOne(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = live(journey);
            type(page, "a pear");
            awaitWords(page, "a pear");
            models.fake.allow(0);
            type(page, "a pear and a fig");
            page.waitForFunction("async () => (await (await fetch('/api/v1/runs?ephemeral=true')).json())"
                    + ".runs.some(({ request }) => request.prompt === 'a pear and a fig')");

            assertThat((String) page.evaluate(WORDS)).isEqualTo("a pear");
            Locator overlay = page.locator(".overlay");
            assertThat(overlay).hasCount(0);
            finish();
            awaitWords(page, "a pear and a fig");
        }
    }

    @Test
    void withoutItNothingIsDrawnBeforeTheButtonIsPressed(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = live(journey);
            page.locator(".live").click();
            assertThat(page.locator(".live")).hasAttribute("aria-checked", "false");
            type(page, "a pear");
            page.reload();
            journey.awaitReady();
            assertThat(page.locator(".live")).hasAttribute("aria-checked", "false");
            assertThat(models.fake.drawn).isEmpty();
        }
    }
}
