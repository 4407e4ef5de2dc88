package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.PageJourney;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small pictures on the film: each is there, and sharp as soon as its run rests. */
class FilmCellsTest extends PageTest {

    private static final String CELLS = ".row[aria-current] .cell";

    /** A picture for the film is as wide as this, a quick preview of the test's model 16. */
    private static final String ALL_SHARP = "selector => { const cells = [...document.querySelectorAll(selector)];"
            + " return cells.length > 0 && cells.every((cell) => cell.matches('.ahead')"
            + " || cell.querySelector('img')?.naturalWidth === 64); }";

    private static void awaitSharp(Page page) {
        page.waitForFunction(ALL_SHARP, CELLS);
    }

    private static PageJourney quick(PageJourney journey) {
        journey.open("more").locator("[name=preview]").selectOption("linear");
        journey.page().keyboard().press("Escape");
        return journey;
    }

    private static List<String> refusals(Page page) {
        List<String> refused = new ArrayList<>();
        page.onResponse(response -> {
            if (response.status() >= 400) {
                refused.add(response.url());
            }
        });
        return refused;
    }

    private static void branch(PageJourney journey, int state, int steps) {
        journey.page().locator("#scrubber").fill(String.valueOf(state));
        journey.set("steps", "steps", String.valueOf(steps)).draw("a quince").awaitPicture();
    }

    @Test
    void quickPreviewsBecomeSharpOnceTheRunHasEnded(Browser browser) {
        models.fake.allow(HELD);
        try (PageJourney journey = open(browser)) {
            quick(journey).draw("a pear").awaitStep(HELD);
            finish();
            journey.awaitPicture();

            awaitSharp(journey.page());
            assertThat(journey.page().locator(CELLS)).hasCount(20);
        }
    }

    @Test
    void quickPreviewsBecomeSharpWhileTheRunIsPausedAndWhenItIsStopped(Browser browser) {
        models.fake.allow(HELD);
        try (PageJourney journey = open(browser)) {
            Page page = quick(journey).draw("a pear").awaitStep(HELD).page();
            page.locator("[name=pause]").click();
            awaitSharp(page);

            page.locator("demist-film-bar [name=stop]").click();
            assertThat(page.locator(".position .status")).hasText("Stopped");
            awaitSharp(page);
        }
    }

    @Test
    void aPictureThatFailedToComeIsAskedForAgain(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            List<String> failed = new ArrayList<>();
            page.route("**/states/7.jpg*", route -> {
                if (failed.size() < 2) {
                    failed.add(route.request().url());
                    route.abort();
                } else {
                    route.resume();
                }
            });
            page.reload();
            journey.awaitReady();

            awaitSharp(page);
            assertThat(failed).hasSize(2);
        }
    }

    @Test
    void aBranchOfMoreStepsBeginsWhereItsOwnScheduleTakesTheStateOver(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            List<String> refused = refusals(page);
            branch(journey, 9, 30);

            awaitSharp(page);
            page.reload();
            journey.awaitReady();
            awaitSharp(page);
            // Twelve of thirty steps are its own, and 24 cells stand for thirty.
            assertThat(page.locator(CELLS)).hasCount(9);
            page.locator("#scrubber").fill("10");
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "10");
            assertThat(refused).isEmpty();
        }
    }

    @Test
    void aBranchOfFewerStepsHangsFromTheStepThatItLeft(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            List<String> refused = refusals(page);
            branch(journey, 12, 15);

            awaitSharp(page);
            assertThat(page.locator(CELLS)).hasCount(8);
            Locator elbow = page.locator(".elbow");
            assertThat(elbow).isVisible();
            double cell = page.locator(".row").first().locator(".cell").nth(11).boundingBox().x;
            assertThat(elbow.boundingBox().x).isBetween(cell, cell + 40);
            assertThat(refused).isEmpty();
        }
    }
}
