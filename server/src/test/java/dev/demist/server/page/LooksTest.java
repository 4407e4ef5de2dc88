package dev.demist.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page can be used by everybody, by day and by night, at a desk and on a phone. Photographs land in
 * {@code target/looks}.
 */
class LooksTest extends PageTest {

    @ParameterizedTest
    @EnumSource(Look.class)
    void thereIsNoBarrierBeforeDuringAndAfterARun(Look look, Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), look)) {
            check(journey, look, "1-empty");

            models.fake.allow(HELD);
            journey.draw("a red apple on a wooden table").awaitStep(HELD);
            journey.page().locator("[name=pause]").click();
            journey.page().getByText("Paused").first().waitFor();
            check(journey, look, "2-paused");

            journey.page().locator("[name=pause]").click();
            journey.page().getByText("Denoising").first().waitFor();
            finish();
            journey.awaitPicture();
            journey.draw("a plum").awaitPicture();
            journey.open("scheduler").getByText("Scheduler options").click();
            check(journey, look, "3-finished");
            journey.page().keyboard().press("Escape");

            journey.draw("a plum ".repeat(1500));
            journey.page().locator("[data-field=prompt] .error").waitFor();
            check(journey, look, "4-refused");
        }
    }

    @Test
    void withTheSystemsColoursSlidersAndPlayheadAreSeen(Browser browser) throws IOException {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            page.locator("#scrubber").fill("7");

            assertThat(page.evaluate("() => { const colour = (of) => getComputedStyle(document.querySelector(of))"
                            + ".backgroundColor; return colour('.playhead') !== colour('body'); }"))
                    .isEqualTo(true);
            Locator slider = journey.open("steps").locator("input[type=range]");
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(slider.screenshot()));
            Set<Integer> across = new HashSet<>(); // from above the track to below it, away from the thumb
            for (int y = 0; y < seen.getHeight(); y++) {
                across.add(seen.getRGB(seen.getWidth() * 9 / 10, y));
            }
            assertThat(across).hasSizeGreaterThan(1);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void inASmallWindowWithLargeLettersEverythingIsReached(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            page.setViewportSize(320, 256); // as large as a window of 1280 x 1024 at 400 %
            page.locator("#scrubber").fill("7");
            page.locator(".reach").scrollIntoViewIfNeeded();

            BoundingBox playhead = page.locator(".playhead").boundingBox();
            assertThat(playhead.x).isBetween(0.0, 320.0);
            assertThat(playhead.y).isBetween(0.0, 256.0 - 20);
            assertThat(journey.scrollsSideways()).isFalse();
            Locator slider = journey.open("steps").locator("input[type=range]");
            assertThat(slider.boundingBox().width).isGreaterThan(120);
        }
    }

    private static void check(PageJourney journey, Look look, String moment) {
        journey.photograph(Path.of("target/looks/" + moment + "-" + look + ".png"));
        assertThat(journey.barriers()).as("%s, %s", look, moment).isEmpty();
        assertThat(journey.scrollsSideways()).as("%s, %s", look, moment).isFalse();
        assertThat(journey.complaints()).isEmpty();
    }
}
