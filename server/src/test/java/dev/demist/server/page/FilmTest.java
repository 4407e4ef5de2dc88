package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.demist.webui.testkit.PageJourney;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The film: pause, look back by pointer, wheel and key, and branch. */
class FilmTest extends PageTest {

    private static final double HALF = 0.5;

    /** The middle of a step on the film of a run of {@code steps}. */
    private static double[] at(Page page, int step, int steps, int row) {
        BoundingBox reach = page.locator(".reach").boundingBox();
        BoundingBox strip = page.locator(".row .cells").nth(row).boundingBox();
        return new double[] {reach.x + reach.width * (step - HALF) / steps, strip.y + strip.height / 2};
    }

    private static void hover(Page page, int step, int row) {
        double[] at = at(page, step, 20, row);
        page.mouse().move(at[0], at[1]);
    }

    private static void press(Page page, int step, int row) {
        hover(page, step, row);
        page.mouse().down();
        page.mouse().up();
        page.mouse().move(1, 1);
    }

    @Test
    void spacePausesAndGoesOn(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.keyboard().press("Space");
            assertThat(page.locator(".position .status")).hasText("Paused");
            assertThat(page).hasTitle(Pattern.compile("Paused at \\d+% · a pear · Demist"));
            assertThat(page.locator(".playhead[data-paused=true] svg")).isVisible();
            page.keyboard().press("Space");
            finish();
            journey.awaitPicture();
        }
    }

    @Test
    void keysLookBackAndForward(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.keyboard().press("Space");
            assertThat(page.locator(".position .status")).hasText("Paused");
            page.keyboard().press(",");
            page.keyboard().press(",");
            Locator canvas = page.locator("canvas.picture");
            String back = page.locator("[data-step]").last().textContent();
            assertThat(canvas).hasAttribute("data-step", back);
            assertThat(page.locator(".position .status")).hasText("Looking back");

            page.keyboard().press("l");

            assertThat(canvas).hasAttribute("data-step", String.valueOf(Integer.parseInt(back) + 2));
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void aDragUndrawsAPictureAndItsEndBringsItBack(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            hover(page, 20, 0);
            page.mouse().down();
            double[] third = at(page, 3, 20, 0);
            page.mouse().move(third[0], third[1], new Mouse.MoveOptions().setSteps(5));
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "3");
            assertThat(page.locator("canvas.picture")).hasAttribute("aria-label", "Preview at step 3 of 20: a pear");
            assertThat(page.locator("img.finished")).isHidden();
            assertThat(page.locator("#scrubber")).hasAttribute("aria-valuetext", Pattern.compile("state 3 of 20.*"));
            hover(page, 20, 0);
            page.mouse().up();
            assertThat(page.locator("img.finished")).isVisible();
        }
    }

    @Test
    void thePointerPeeksAndTheWheelTurnsStepByStep(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            hover(page, 4, 0);
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "4");
            page.mouse().move(1, 1);
            assertThat(page.locator("img.finished")).isVisible();

            hover(page, 4, 0);
            page.mouse().wheel(0, -100);
            assertThat(page.locator("#scrubber")).hasValue("19");
        }
    }

    @Test
    void aBranchHangsFromTheStepThatItLeft(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            press(page, 9, 0);
            page.locator("[name=prompt]").fill("a quince");
            journey.choose("scheduler", "unipc");
            assertThat(page.locator(".origin")).containsText("from step 9 of a pear");
            assertThat(page.locator(".origin")).containsText("changed: prompt, scheduler");
            assertThat(page.locator("button[type=submit]")).containsText("Branch from 9");
            journey.draw("a quince").awaitPicture();

            assertThat(page.locator(".row")).hasCount(2);
            assertThat(page.locator(".row[aria-current] .name")).hasText("a quince");
            assertThat(page.locator(".row[aria-current] .cell")).hasCount(11);
            assertThat(page.locator(".elbow")).isVisible();
            assertThat(lastRequest(journey).at("/from/state").asInt()).isEqualTo(9);
            assertThat(page.locator("button[type=submit]")).containsText("Generate");

            // One playhead through all: another strip shows the same step.
            press(page, 12, 1);
            page.locator(".row .name").first().click();
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "12");
            press(page, 15, 1);
            assertThat(page.locator(".row[aria-current] .name")).hasText("a quince");
            assertThat(journey.barriers()).isEmpty();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void theSettingsOfABranchLookAtTheStepThatItLeft(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            press(page, 9, 0);
            journey.draw("a quince").awaitPicture();
            page.locator("[name=prompt]").fill("something else");
            page.locator("[name=about]").click();
            page.locator("button[name=reuse]").click();

            assertThat(page.locator("[name=prompt]")).hasValue("a quince");
            assertThat(page.locator("button[type=submit]")).containsText("Branch from 9");
            assertThat(page.locator(".row[aria-current] .name")).hasText("a pear");
        }
    }

    @Test
    void aBranchWithoutWordsKeepsThoseOfThePicture(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            press(page, 9, 0);
            page.locator("[name=prompt]").fill("");
            assertThat(page.locator(".origin")).containsText("with the same settings");
            journey.draw("").awaitPicture();

            assertThat(lastRequest(journey).at("/from/state").asInt()).isEqualTo(9);
            assertThat(lastRequest(journey).get("prompt").asText()).isEqualTo("a pear");
        }
    }

    @Test
    void moreThanFourStripsAreFolded(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            for (int state = 3; state <= 7; state++) {
                page.locator(".row .name").first().click();
                page.locator("#scrubber").fill(String.valueOf(state));
                journey.draw("a fig " + state).awaitPicture();
            }
            assertThat(page.locator(".row")).hasCount(4);
            page.locator(".branches").click();
            assertThat(page.locator(".row")).hasCount(6);
        }
    }

    @Test
    void aScrubOverSixtyStepsAsksForEachPictureOnce(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.set("steps", "steps", "60").draw("a pear").awaitPicture();
            assertThat(page.locator(".cell.waiting")).hasCount(0); // none is asked for while the page is left
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            page.reload();
            journey.awaitReady();
            for (int round = 0; round < 2; round++) {
                for (int step = 1; step < 60; step++) {
                    page.locator("#scrubber").fill(String.valueOf(step));
                }
            }
            assertThat(page.locator("canvas.picture")).hasAttribute("data-step", "59");
            List<String> states =
                    asked.stream().filter(url -> url.contains("/states/")).toList();
            assertThat(states).hasSizeGreaterThan(24).hasSameSizeAs(new HashSet<>(states));
            assertThat(page.locator(".cell")).hasCount(24);
        }
    }

    @Test
    void aStoppedRunKeepsItsStates(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            page.locator("demist-film-bar [name=stop]").click();

            assertThat(page.locator(".position .status")).hasText("Stopped");
            assertThat(page.locator("#scrubber")).isEnabled();
            assertThat(page.locator("[name=pause]")).hasCount(0);
        }
    }

    @Test
    void aRunThatFailsSaysWhy(Browser browser) {
        models.fake.failingStep = 3;
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").page();

            assertThat(page.locator(".position .status")).hasText("Failed");
            assertThat(page.locator(".overlay[data-status=failed]")).containsText("the scheduler failed at step 3");
            assertThat(page.locator(".cell[data-next=failed]")).isVisible();
        }
    }

    @Test
    void nothingMovesWhileAPictureComes(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            page.evaluate("() => { window.moved = 0; new PerformanceObserver((list) => {"
                    + " for (const entry of list.getEntries()) window.moved += entry.value;"
                    + " }).observe({ type: 'layout-shift', buffered: false }); }");
            journey.draw("a pear").awaitPicture();
            journey.draw("a plum").awaitPicture();
            assertThat((Double) ((Number) page.evaluate("() => moved")).doubleValue())
                    .isLessThanOrEqualTo(0.01);
        }
    }
}
