package dev.demist.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.nio.file.Path;
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

    private static void check(PageJourney journey, Look look, String moment) {
        journey.photograph(Path.of("target/looks/" + moment + "-" + look + ".png"));
        assertThat(journey.barriers()).as("%s, %s", look, moment).isEmpty();
        assertThat(journey.scrollsSideways()).as("%s, %s", look, moment).isFalse();
        assertThat(journey.complaints()).isEmpty();
    }
}
