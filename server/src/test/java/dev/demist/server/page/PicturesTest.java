package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The column of pictures: what is in it, what can be done to one and to many, by pointer, key and finger. */
class PicturesTest extends PageTest {

    private static Locator thumbs(Page page) {
        return page.locator(".thumb");
    }

    private static PageJourney drawAll(PageJourney journey, String... prompts) {
        for (String prompt : prompts) {
            journey.draw(prompt).awaitPicture();
        }
        assertThat(thumbs(journey.page())).hasCount(prompts.length);
        return journey;
    }

    @Test
    void whatIsDoneInOneTabShowsInTheOther(Browser browser) {
        try (PageJourney here = open(browser);
                PageJourney there = open(browser)) {
            here.draw("a pear").awaitPicture();
            assertThat(thumbs(there.page()))
                    .hasAttribute("aria-label", Pattern.compile("a pear, [Ff]ake, seed \\d+, .*finished"));

            there.page().locator(".tile").hover();
            there.page().locator(".corner[name=keep]").click();
            assertThat(here.page().locator(".corner[name=keep]")).hasAttribute("aria-pressed", "true");

            there.page().locator(".corner[name=delete]").click();
            assertThat(thumbs(here.page())).hasCount(0);
            there.page().locator(".toast [name=undo]").click();
            assertThat(thumbs(here.page())).hasCount(1);
            assertThat(here.complaints()).isEmpty();
            assertThat(there.complaints()).isEmpty();
        }
    }

    @Test
    void deletingIsImmediateAndCanBeUndone(Browser browser) {
        try (PageJourney journey = drawAll(open(browser), "a pear", "a fig", "a plum")) {
            Page page = journey.page();
            thumbs(page).first().focus();
            page.keyboard().press("Delete");
            assertThat(page.locator(".toast")).containsText("“a plum” deleted");
            assertThat(thumbs(page)).hasCount(2);
            assertThat(thumbs(page).first()).isFocused();
            assertThat(page.locator(".tag .title")).hasText("a fig");

            page.keyboard().press("Delete");
            assertThat(page.locator(".toast")).containsText("2 pictures deleted");
            page.locator(".toast [name=undo]").click();
            assertThat(thumbs(page)).hasCount(3);
            assertThat(page.locator(".tag .title")).hasText("a plum");
            assertThat(page.locator(".toast")).hasCount(0);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aFamilyIsOneTile(Browser browser) {
        try (PageJourney journey = drawAll(open(browser), "a pear")) {
            Page page = journey.page();
            page.locator("#scrubber").fill("5");
            journey.draw("a quince").awaitPicture();
            assertThat(thumbs(page)).hasCount(1);
            assertThat(page.locator(".tile .family")).hasText("2 branches");

            // Settings of a fork begin where it left its parent.
            page.locator(".tile").hover();
            page.locator(".corner[name=use]").click();
            assertThat(page.locator("button[type=submit]")).containsText("Branch from 5");
        }
    }

    @Test
    void keptPicturesAndWordsAreFound(Browser browser) {
        try (PageJourney journey = drawAll(open(browser), "a pear", "a fig")) {
            Page page = journey.page();
            page.locator(".tile").last().hover();
            page.locator(".tile").last().locator("[name=keep]").click();
            page.locator("[name=shelf][value=kept]").click();
            assertThat(thumbs(page)).hasCount(1);
            assertThat(thumbs(page)).hasAttribute("aria-label", Pattern.compile("a pear,.*"));
            page.locator("[name=shelf][value=all]").click();
            page.locator("[name=search]").fill("FIG");
            assertThat(thumbs(page)).hasCount(1);
            page.locator("[name=search]").fill("grape");
            assertThat(page.locator(".scroll")).containsText("No prompt has “grape” in it.");
            page.locator("[name=search]").fill("");
            assertThat(thumbs(page)).hasCount(2);
            assertThat(page.locator(".scroll h3")).hasText("Today");
        }
    }

    @Test
    void pickedPicturesAreSavedAsOneZipAndDeletedTogether(Browser browser) throws Exception {
        try (PageJourney journey = drawAll(open(browser), "a pear", "a fig", "a plum")) {
            Page page = journey.page();
            page.locator("[name=select]").click();
            thumbs(page).first().click();
            thumbs(page).last().click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
            assertThat(page.locator(".picked-bar p")).hasText("3 picked");
            assertThat(journey.barriers()).isEmpty();

            Download zip = page.waitForDownload(() -> page.locator("[name=zip]").click());
            int entries = 0;
            try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip.path()))) {
                while (in.getNextEntry() != null) {
                    entries++;
                }
            }
            assertThat(entries).isEqualTo(3);

            page.locator("[name=delete-picked]").click();
            assertThat(thumbs(page)).hasCount(0);
            page.locator(".toast [name=undo]").click();
            assertThat(thumbs(page)).hasCount(3);
        }
    }

    @Test
    void runningPicturesShowHowTheyComeAndStopTogether(Browser browser) {
        models.fake.allow(HELD);
        try (PageJourney journey =
                open(browser).draw("a pear").awaitStep(HELD).draw("a fig").awaitStep(HELD)) {
            Page page = journey.page();
            page.locator("[name=shelf][value=running]").click();
            assertThat(page.locator("[name=shelf][value=running]")).hasText("Running 2");
            assertThat(page.locator("demist-newest img")).hasCount(2);
            page.locator("[name=stop-all]").click();
            assertThat(thumbs(page)).hasCount(0);
        }
    }

    @Test
    void onAPhoneALongPressOpensTheMenu(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), Look.PHONE)) {
            Page page = drawAll(journey, "a pear").page();
            page.locator("header [name=pictures]").click();
            assertThat(thumbs(page)).isVisible();
            thumbs(page).focus();
            page.keyboard().press("Shift+F10");
            Locator menu = page.locator(".menu");
            assertThat(menu.locator("[name=delete]"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(5_000));
            assertThat(menu.locator("[name=delete]").boundingBox().height).isGreaterThanOrEqualTo(44);
            assertThat(journey.barriers()).isEmpty();
            page.waitForResponse(answer -> answer.request().method().equals("POST"), () -> menu.locator("[name=larger]")
                    .click());
            assertThat(lastRequest(journey).get("width").asInt()).isEqualTo(128);
            assertThat(lastRequest(journey).get("strength").asDouble()).isEqualTo(0.35);
        }
    }

    @Test
    void morePicturesThanAnAddressCanNameAreSavedAsSeveralFiles(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.evaluate("async () => { for (let i = 0; i < 16; i++) await fetch('/api/v1/runs', { method: 'POST',"
                    + " headers: { 'Content-Type': 'application/json' },"
                    + " body: JSON.stringify({ prompt: 'a pear', steps: 1, count: 8 }) }); }");
            while (thumbs(page).count() < 128) {
                page.locator(".pictures .scroll").evaluate("list => { list.scrollTop = list.scrollHeight; }");
                page.waitForTimeout(50);
            }
            assertThat(page.locator(".thumb:not([data-status=done])")).hasCount(0);
            List<Download> files = new ArrayList<>();
            page.onDownload(files::add);

            page.locator("[name=select]").click();
            page.locator("[name=pick-all]").click();
            page.locator("[name=zip][title='Save as 2 zips']").click();

            page.waitForCondition(() -> files.size() == 2);
            assertThat(files).allSatisfy(file -> assertThat(file.failure()).isNull());
        }
    }

    @Test
    void aPreviewThatDoesNotComeLeavesMistInItsTile(Browser browser) {
        models.fake.allow(3);
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.route("**/states/*", Route::abort);
            journey.draw("a pear").awaitStep(3);

            page.locator("demist-newest img")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            assertThat(page.locator("demist-newest img")).isHidden();
        }
    }
}
