package dev.demist.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.request.Allowance;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.FakeModels;
import dev.demist.webui.testkit.ChromiumExtension;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, on the real server with its real store, and models whose steps go as far as a test allows. */
@ExtendWith(ChromiumExtension.class)
abstract class PageTest {

    /** The step that a run does not go beyond until it is to finish. */
    static final int HELD = 10;

    /** More steps in an hour than a test takes. */
    private static final Allowance PLENTY = new Allowance(1, null, 100_000L, List.of());

    final FakeModels models = new FakeModels();
    PageServer server;

    @BeforeEach
    void start(@TempDir Path data) {
        server = PageServer.of(data, models, Limits.DEFAULT.withAllowances(Map.of("local", PLENTY)));
    }

    @AfterEach
    void stop() {
        finish();
        server.close();
    }

    /** Lets every run go on to its end. */
    void finish() {
        models.fake.allow(Integer.MAX_VALUE);
    }

    PageJourney open(Browser browser) {
        return PageJourney.open(browser, server.address(), Look.LIGHT);
    }

    /** A run that has come as far as {@link #HELD}, on the page. */
    PageJourney begin(Browser browser, String prompt) {
        models.fake.allow(HELD);
        PageJourney journey = open(browser).draw(prompt).awaitStep(HELD);
        journey.page().locator("#stage").focus();
        return journey;
    }

    /** What the newest run was asked for with. */
    static JsonNode lastRequest(PageJourney journey) {
        Object text = journey.page()
                .evaluate("async () => JSON.stringify((await (await fetch('/api/v1/runs')).json()).runs[0].request)");
        return json((String) text);
    }

    static JsonNode json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8));
    }
}
