package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import dev.demist.webui.toy.ToyServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page can be used by everybody, by day and by night, at a desk and on a phone. Photographs land in
 * {@code target/looks}.
 */
@ExtendWith(ChromiumExtension.class)
class LooksTest {

    /** The step that a run does not go beyond before it is paused. */
    private static final int HELD = 10;

    private ToyServer server;

    @BeforeEach
    void start() {
        server = ToyServer.start(60);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void thereIsNoBarrierBeforeDuringAndAfterARun(Look look, Browser browser) {
        try (PageJourney journey = PageJourney.open(browser, server.url(), look)) {
            check(journey, look, "1-empty");

            server.holdAt(HELD);
            journey.draw("a red apple on a wooden table").awaitStep(HELD);
            journey.page().locator("[name=pause]").click();
            journey.page().getByText("Paused").first().waitFor();
            check(journey, look, "2-paused");

            server.letGo();
            journey.page().locator("[name=pause]").click();
            journey.awaitPicture();
            journey.draw("a plum").awaitPicture();
            journey.page().getByText("Scheduler options").click();
            check(journey, look, "3-finished");

            journey.draw("a plum ".repeat(1500));
            journey.page().getByText("characters are too many").waitFor();
            journey.page().locator("[name=prompt]").fill("full");
            journey.page().keyboard().press("Control+Enter");
            journey.page().getByText("The queue is full").waitFor();
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
