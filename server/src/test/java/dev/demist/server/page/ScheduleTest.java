package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.PageJourney;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom timesteps and sigmas in the options of the scheduler. */
class ScheduleTest extends PageTest {

    private PageJourney withOptions(Browser browser) {
        PageJourney journey = open(browser);
        journey.open("scheduler").getByText("Scheduler options").click();
        journey.page().locator("[name=all-options]").click();
        return journey;
    }

    private static void type(Page page, String name, String text) {
        Locator input = page.locator("[name=" + name + "]");
        input.fill(text);
        input.press("Tab");
    }

    @Test
    void timestepsAreSentInsteadOfSteps(Browser browser) {
        try (PageJourney journey = withOptions(browser)) {
            Page page = journey.page();
            type(page, "timesteps", "999, 749 499,249");
            assertThat(page.getByText("Scheduler options")).containsText("1 changed");
            assertThat(journey.chip("steps")).hasText("own schedule");
            assertThat(journey.barriers()).isEmpty();
            page.keyboard().press("Escape");
            journey.draw("a red apple").awaitPicture();

            JsonNode request = lastRequest(journey);
            assertThat(request.at("/scheduler/timesteps").toString()).isEqualTo("[999,749,499,249]");
            assertThat(request.path("scheduler").has("sigmas")).isFalse();
        }
    }

    @Test
    void sigmasComeBackWithTheSettingsOfARun(Browser browser) {
        try (PageJourney journey = withOptions(browser)) {
            Page page = journey.page();
            type(page, "sigmas", "14.6, 2.5, 0.7, 0");
            page.keyboard().press("Escape");
            journey.draw("a red apple").awaitPicture();
            journey.set("scheduler", "sigmas", "");

            page.locator("[name=about]").click();
            page.locator("button[name=reuse]").click();

            assertThat(page.locator("[name=sigmas]")).hasValue("14.6, 2.5, 0.7, 0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timesteps | 999, 249, 499 | 499 after 249: each has to be smaller than the one before it",
                "timesteps | 999, -1       | -1 is below 0",
                "sigmas    | 14.6, many    | Numbers with commas between them",
                "sigmas    | 0             | At least one has to be above 0",
            })
    void whatCannotBeAScheduleIsReportedThereAndNotSent(String name, String typed, String error, Browser browser) {
        try (PageJourney journey = withOptions(browser)) {
            Page page = journey.page();
            type(page, name, typed);
            assertThat(page.locator("[data-field=" + name + "] .error")).hasText(error);
            page.keyboard().press("Escape");
            assertThat(journey.chip("scheduler")).hasAttribute("data-wrong", "");
            journey.draw("a red apple");

            assertThat(page.locator("[data-field=" + name + "] .error")).hasText(error);
            assertThat(page.locator("[name=" + name + "]")).isFocused();
            assertThat(page.locator(".thumb")).hasCount(0);
        }
    }

    @Test
    void timestepsAndSigmasTogetherAreRefused(Browser browser) {
        try (PageJourney journey = withOptions(browser)) {
            type(journey.page(), "timesteps", "999, 499");
            type(journey.page(), "sigmas", "14.6, 0");

            assertThat(journey.page().locator("[data-field=sigmas] .error"))
                    .hasText("Give either timesteps or sigmas, not both");
        }
    }

    @Test
    void atMostSixOptionsAreShownUntilAllAreAskedFor(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.choose("scheduler", "unipc").page();
            Locator options = page.locator("demist-scheduler-options .field");
            journey.open("scheduler").getByText("Scheduler options").click();
            assertThat(options).hasCount(6);
            assertThat(options.first()).containsText("Use karras sigmas");

            page.locator("[name=all-options]").click();
            assertThat(options).hasCount(34);
            type(page, "sigmas", "14.6, 2.5, 0");
            page.locator("[name=all-options]").click();
            assertThat(options).hasCount(7); // what is set stays in sight
            assertThat(journey.barriers()).isEmpty();
        }
    }
}
