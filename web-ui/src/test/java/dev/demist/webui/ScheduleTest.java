package dev.demist.webui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom timesteps and sigmas in the options of the scheduler. */
@ExtendWith(ChromiumExtension.class)
class ScheduleTest {

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(20);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonObject lastRequest(PageJourney journey) {
        Object text = journey.page()
                .evaluate("async () => JSON.stringify((await (await fetch('/api/v1/runs')).json()).runs[0].request)");
        return new JsonObject((String) text);
    }

    private PageJourney withOptions(Browser browser) {
        PageJourney journey = PageJourney.open(browser, server.url(), Look.LIGHT);
        journey.page().getByText("Scheduler options").click();
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
            assertThat(page.locator("[data-field=steps] .hint")).hasText("The custom schedule decides their number");
            assertThat(journey.barriers()).isEmpty();
            journey.draw("a red apple").awaitPicture();

            JsonObject request = lastRequest(journey);
            assertThat(request.getJsonObject("scheduler")
                            .getJsonArray("timesteps")
                            .getList())
                    .isEqualTo(List.of(999, 749, 499, 249));
            assertThat(request.containsKey("steps")).isFalse();
            assertThat(request.getJsonObject("scheduler").containsKey("sigmas")).isFalse();
        }
    }

    @Test
    void sigmasComeBackWithTheSettingsOfARun(Browser browser) {
        try (PageJourney journey = withOptions(browser)) {
            Page page = journey.page();
            type(page, "sigmas", "14.6, 2.5, 0.7, 0");
            journey.draw("a red apple").awaitPicture();
            type(page, "sigmas", "");

            page.locator("[name=reuse]").click();

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
    void whatTheServerRefusesIsReportedAtTheTimesteps(Browser browser) {
        try (PageJourney journey = withOptions(browser)) {
            type(journey.page(), "timesteps", "1000, 500");
            journey.draw("a red apple");

            assertThat(journey.page().locator("[data-field=timesteps] .error"))
                    .hasText("1000 is not a timestep of the model, 0 to 999");
        }
    }
}
