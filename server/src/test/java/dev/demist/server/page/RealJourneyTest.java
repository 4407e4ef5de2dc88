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

    private static RealServer server;

    /** The default's 20 are drawn before a browser has painted eight of them. */
    private static final String STEPS = "200";

    @BeforeAll
    static void start(@TempDir Path data) {
        server = new RealServer(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theNextPictureStartsFromThisOneAndIsForked(Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), Look.LIGHT)) {
            Page page = journey.draw("a rocket").awaitPicture().page();
            page.locator("[name=start-from]").click();
            page.locator(".start-thumb img").waitFor();
            journey.draw("a red rocket");
            page.getByText("from a picture").waitFor();
            journey.awaitPicture();
            page.locator("[name=reuse]").click();
            page.locator(".start-thumb img").waitFor();

            page.locator("[aria-label='One state back']").click();
            page.locator("[name=fork]").click();
            page.getByText("forked at").waitFor();
            journey.awaitPicture();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void aPromptIsDenoisedInTheBrowserAndThePictureIsKept(Look look, Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.address(), look)) {
            journey.page().locator("[name=steps]").fill(STEPS);
            journey.draw("a red apple").awaitPreviews(8).awaitPicture();

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
}
