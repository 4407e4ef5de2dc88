package dev.demist.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.Picture;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The main job, end to end: a person types a prompt into the page, and the default model draws it before their eyes.
 */
@ExtendWith(ChromiumExtension.class)
class RealJourneyTest {

    private static PageServer server;

    /** The default's 10 are drawn before a browser has painted eight of them. */
    private static final String STEPS = "100";

    @BeforeAll
    static void start(@TempDir Path data) {
        server = PageServer.real(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theNextPictureStartsFromThisOneAndIsForked(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), Look.LIGHT)) {
            Page page = journey.draw("a rocket").awaitPicture().page();
            page.locator(".pane").hover();
            page.locator("main [name=start-from]").click();
            journey.chip("picture").waitFor();
            journey.draw("a red rocket").awaitPicture();
            page.locator("[name=about]").click();
            page.locator("#about").getByText("from a picture").waitFor();
            page.locator("button[name=reuse]").click();

            page.locator("#scrubber").fill("3");
            page.locator("button[type=submit]").click();
            journey.awaitPicture();
            assertThat(page.locator(".row").count()).isEqualTo(2);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void aPromptIsDenoisedInTheBrowserAndThePictureIsKept(Look look, Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), look)) {
            journey.set("steps", "steps", STEPS)
                    .draw("a red apple")
                    .awaitPreviews(8)
                    .awaitPicture();

            assertThat(journey.paintedSteps()).isSorted();
            assertThat(Picture.text(journey.save()))
                    .extractingByKey("parameters")
                    .asString()
                    .startsWith("a red apple\n");
            assertThat(journey.barriers()).isEmpty();
            assertThat(journey.scrollsSideways()).isFalse();
            assertThat(journey.complaints()).isEmpty();
            journey.photograph(Path.of("target/looks/" + look + ".png"));
        }
    }

    @Test
    void whatAModelRefusesIsReportedAtItsOption(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), Look.LIGHT)) {
            journey.open("scheduler").getByText("Scheduler options").click();
            journey.set("scheduler", "solver_order", "99").draw("a pear");
            Page page = journey.page();
            page.locator("[data-field=solver_order] .error").waitFor();
            assertThat(page.locator("[name=solver_order]").isVisible()).isTrue();

            journey.open("scheduler").locator("[name=all-options]").click();
            journey.set("scheduler", "solver_order", "").set("scheduler", "timesteps", "1000, 500");
            journey.draw("a pear");
            page.locator("[data-field=timesteps] .error").waitFor();
        }
    }
}
