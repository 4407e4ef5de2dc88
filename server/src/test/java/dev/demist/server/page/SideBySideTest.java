package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.KeyboardModifier;
import dev.demist.webui.testkit.PageJourney;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Pictures that are drawn to be compared: a pane each, one over the other, or a contact sheet of many. */
class SideBySideTest extends PageTest {

    private static final String FINISHED = ".tiles img.finished[data-final]";

    private static List<JsonNode> requests(PageJourney journey) {
        Object text = journey.page().evaluate("async () => JSON.stringify(await (await fetch('/api/v1/runs')).json())");
        return StreamSupport.stream(json((String) text).get("runs").spliterator(), false)
                .map(run -> run.get("request"))
                .toList();
    }

    private static Map<String, Long> statuses(PageJourney journey) {
        Object text = journey.page().evaluate("async () => JSON.stringify(await (await fetch('/api/v1/runs')).json())");
        return StreamSupport.stream(json((String) text).get("runs").spliterator(), false)
                .collect(Collectors.groupingBy(run -> run.get("status").asText(), Collectors.counting()));
    }

    private static void compare(PageJourney journey, String axis, String values) {
        Locator popover = journey.open("compare");
        popover.locator("label:has([name=axis][value=" + axis + "])").click();
        popover.locator("[name=compare-values]").fill(values);
        popover.locator("[name=compare-values]").press("Tab");
        journey.page().keyboard().press("Escape");
    }

    /** A busy machine takes its time. */
    private static void awaitFinished(Page page, int count) {
        page.locator(FINISHED).nth(count - 1).waitFor();
        assertThat(page.locator(FINISHED)).hasCount(count);
    }

    private static void look(Page page, String look) {
        page.locator(".lane-bar label:has([value=" + look + "])").click();
    }

    @Test
    void schedulersAreDrawnBesideEachOtherWithOneSeed(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            Locator popover = journey.open("compare");
            popover.locator("label:has([name=compare-ddim])").click();
            popover.locator("label:has([name=compare-euler])").click();
            assertThat(journey.barriers()).isEmpty();
            page.keyboard().press("Escape");
            assertThat(page.locator("button[type=submit]")).containsText("Generate 3");

            journey.draw("a pear");

            awaitFinished(page, 3);
            assertThat(page.locator(".row .name")).containsText(new String[] {"", "DDIM", "Euler"});
            assertThat(requests(journey).stream()
                            .map(request -> request.get("seed").asLong())
                            .distinct())
                    .hasSize(1);
            assertThat(journey.barriers()).isEmpty();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void onePlayheadGoesThroughAllByStepOrByNoise(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            compare(journey, "steps", "10, 20");
            journey.draw("a pear");
            awaitFinished(page, 2);
            Locator canvases = page.locator(".tiles canvas.picture");

            page.locator("#scrubber").fill("4");
            assertThat(canvases.first()).hasAttribute("data-step", "4");
            assertThat(canvases.last()).hasAttribute("data-step", "4");

            look(page, "noise");
            assertThat(canvases.first()).hasAttribute("data-step", "4");
            assertThat(canvases.last()).hasAttribute("data-step", "14");
        }
    }

    @Test
    void oneLiesOverTheOtherWithAWipeTheirDifferenceOrInTurn(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            compare(journey, "guidance", "2; 7");
            journey.draw("a pear");
            awaitFinished(page, 2);
            Locator over = page.locator(".tiles [data-over] demist-canvas");

            look(page, "wipe");
            page.locator(".wipe input").fill("0.25");
            assertThat(over).hasCSS("clip-path", "inset(0px 0px 0px 25%)");
            assertThat(journey.barriers()).isEmpty();

            look(page, "difference");
            assertThat(over).hasCSS("mix-blend-mode", "difference");

            look(page, "flip");
            assertThat(over).isHidden();
            page.locator("#stage").focus();
            page.keyboard().down("x");
            assertThat(over).isVisible();
            page.keyboard().up("x");
            assertThat(over).isHidden();

            page.locator("[name=leave]").click();
            assertThat(page.locator(".tiles")).hasCount(0);
            assertThat(page.locator("img.finished[data-final]")).hasCount(1);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void alternativesInTheWordsAreDrawnBesideEachOther(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.draw("a {red|green} pear");

            assertThat(journey.page().locator(".tiles .tag .title"))
                    .hasText(new String[] {"a red pear", "a green pear"});
        }
    }

    @Test
    void ofManyThatPauseSomeAreKeptAndOnlyThoseAreFinished(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.set("compare", "stop-at", "3").choose("count", "8").draw("a pear");
            assertThat(page.locator(".tile[data-status=paused]")).hasCount(8);
            assertThat(page.locator(".lane-bar")).containsText("Choose those that go on from step 3");
            assertThat(journey.barriers()).isEmpty();

            page.locator(".tile").nth(1).click();
            page.locator(".tile").nth(6).click();
            assertThat(page.locator(".lane-bar")).containsText("2 of 8 chosen");
            page.locator("[name=finish]").click();

            awaitFinished(page, 2);
            assertThat(statuses(journey)).containsOnly(Map.entry("done", 2L), Map.entry("cancelled", 6L));
            assertThat(page.locator(".tiles .tag .title").first()).hasText(Pattern.compile("seed \\d+"));
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void onePictureOfManyIsFinishedAlone(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.set("compare", "stop-at", "3").choose("count", "8").draw("a pear");
            page.locator(".tile[data-status=paused]").nth(7).waitFor();
            page.locator(".tile").nth(4).click();
            page.locator("[name=finish]").click();

            journey.awaitPicture();
            assertThat(page.locator(".tiles")).hasCount(0);
            assertThat(statuses(journey)).containsOnly(Map.entry("done", 1L), Map.entry("cancelled", 7L));
        }
    }

    @Test
    void aShiftClickOnASecondPictureOfTheColumnComparesBoth(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.draw("a pear").awaitPicture();
            journey.draw("a plum").awaitPicture();
            journey.draw("a fig").awaitPicture();

            page.locator(".thumb").nth(2).click();
            page.locator(".thumb")
                    .nth(1)
                    .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));

            awaitFinished(page, 2);
            assertThat(page.locator(".tiles .tag .title")).hasText(new String[] {"a pear", "a plum"});
            page.locator("#scrubber").fill("4");
            assertThat(page.locator(".tiles canvas.picture[data-step='4']")).hasCount(2);
            assertThat(journey.barriers()).isEmpty();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void allOfASheetAreStoppedAtOnce(Browser browser) {
        models.fake.allow(2);
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.choose("count", "8").draw("a pear");
            page.locator("[name=stop-all]").click();

            assertThat(page.locator(".tile[data-status=cancelled]")).hasCount(8);
            assertThat(page.locator("[name=stop-all]")).hasCount(0);
        }
    }

    @Test
    void moreThanCanBeDrawnTogetherIsRefused(Browser browser) {
        try (PageJourney journey = open(browser)) {
            journey.choose("count", "8").draw("{a|b|c} pear");

            assertThat(journey.page().getByText("more pictures than can be drawn together"))
                    .isVisible();
            assertThat(requests(journey)).isEmpty();
        }
    }
}
