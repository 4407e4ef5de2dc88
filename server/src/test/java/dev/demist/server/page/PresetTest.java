package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.server.testing.FakePresets;
import dev.demist.webui.testkit.PageJourney;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Settings for few steps: shown by what they were recognised, exchanged for others, changed one by one, and refused.
 */
class PresetTest extends PageTest {

    @BeforeEach
    void distil() {
        models.fake.presets = FakePresets.TURBO;
    }

    private static PageJourney shows(PageJourney journey, String preset, String scheduler, int steps) {
        assertThat(journey.chip("preset")).hasText(preset);
        assertThat(journey.chip("scheduler")).containsText(scheduler);
        assertThat(journey.chip("steps")).hasText(steps + " steps");
        return journey;
    }

    @Test
    void whatTheModelBringsIsShownAndCanBeExchangedAndRefused(Browser browser) {
        try (PageJourney journey = open(browser)) {
            shows(journey, "preset turbo", "Euler *", 2);
            assertThat(journey.open("preset")).containsText("Recognised by the name \"fake-turbo\"");
            assertThat(journey.barriers()).isEmpty();
            shows(journey.choose("preset", "lcm"), "preset lcm", "LCM", 4);
            shows(journey.choose("preset", "none"), "no preset", "fake", 20);
            journey.draw("a pear").awaitPicture();
            JsonNode plain = lastRequest(journey);
            assertThat(plain.get("preset").asText()).isEqualTo("none");
            assertThat(plain.get("guidance").asDouble()).isEqualTo(5);
            assertThat(journey.page().locator("#about .facts")).containsText("no preset");

            shows(journey.choose("preset", ""), "preset turbo", "Euler *", 2);
            journey.set("steps", "steps", "3").draw("a pear").awaitPicture();
            JsonNode quick = lastRequest(journey);
            assertThat(quick.get("preset").asText()).isEqualTo("turbo");
            assertThat(quick.get("steps").asInt()).isEqualTo(3);
            assertThat(quick.at("/scheduler/options/timestep_spacing").asText()).isEqualTo("trailing");
            assertThat(journey.page().locator("#about")).containsText("recognised by the name");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void whatALoraBringsComesAndGoesWithIt(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.set("more", "lora-quick-lcm", "1");
            shows(journey, "preset lcm", "LCM", 4);
            assertThat(journey.open("preset")).containsText("quick-lcm");
            page.keyboard().press("Escape");
            journey.draw("a pear").awaitPicture();
            assertThat(lastRequest(journey).at("/scheduler/name").asText()).isEqualTo("lcm");

            journey.set("more", "lora-crayon", "0.5");
            shows(journey, "preset lcm", "LCM", 4);
            page.reload();
            shows(journey.awaitReady(), "preset lcm", "LCM", 4);
            journey.set("more", "lora-quick-lcm", "");
            shows(journey, "preset turbo", "Euler *", 2);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void deepFeaturesAreReusedWhereTheModelTakesThat(Browser browser) {
        models.fake.takesReuse = true;
        try (PageJourney journey = open(browser)) {
            journey.set("more", "reuse", "2").draw("a pear").awaitPicture();
            assertThat(lastRequest(journey).get("reuse").asInt()).isEqualTo(2);
            assertThat(journey.page().locator("#about .facts")).containsText("reuse 2");

            models.fake.takesReuse = false;
            journey.page().reload();
            assertThat(journey.awaitReady().open("more").locator("[name=reuse]"))
                    .hasCount(0);
            journey.page().keyboard().press("Escape");
            journey.draw("a plum").awaitPicture();
            assertThat(lastRequest(journey).path("reuse").asInt()).isZero();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void whereNoneIsRecognisedOneCanBeChosenAmongTheRest(Browser browser) {
        models.fake.presets = FakePresets.ORDINARY;
        try (PageJourney journey = open(browser)) {
            assertThat(journey.chip("preset")).hasCount(0);
            journey.open("more")
                    .locator("label:has(input[name=preset][value=lcm])")
                    .click();
            shows(journey, "preset lcm", "LCM", 4);
            journey.page().keyboard().press("Escape");
            journey.choose("preset", "");
            assertThat(journey.chip("preset")).hasCount(0);
            assertThat(journey.chip("steps")).hasText("20 steps");
            assertThat(journey.complaints()).isEmpty();
        }
    }
}
