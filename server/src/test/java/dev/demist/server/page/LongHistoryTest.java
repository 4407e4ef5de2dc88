package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.demist.webui.testkit.PageJourney;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A history of a thousand pictures: the page stays small and quick, and the Tab key passes it in one step. */
class LongHistoryTest extends PageTest {

    private static final int RUNS = 1000;
    private static final int PAGE = 60;
    private static final double MOST_BYTES = 10e6;

    @Test
    void aThousandPicturesHaveOneTabStopAndTakeLessThanTenMegabytes(Browser browser) {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            JsonNode run = json(text(page, "(await (await fetch('/api/v1/runs')).json()).runs[0]"));
            page.route(url -> url.contains("/api/v1/runs?"), route -> answer(route, run));
            page.route(url -> url.contains("/states/"), Route::abort);
            page.navigate(server.address());
            journey.awaitReady();
            for (int listed = PAGE; listed < RUNS; listed += PAGE) {
                page.evaluate(
                        "() => { const list = document.querySelector('.scroll'); list.scrollTop = list.scrollHeight; }");
                page.waitForFunction(
                        "least => document.querySelectorAll('.thumb').length >= least", Math.min(RUNS, listed + PAGE));
            }
            assertThat(page.locator(".thumb[tabindex='0']")).hasCount(1);
            page.locator(".thumb[tabindex='0']").focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator(".thumb").nth(4)).isFocused();
            page.keyboard().press("End");
            assertThat(page.locator(".thumb").last()).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.locator("[name=disk]")).isFocused();
            assertThat(heap(page)).isLessThan(MOST_BYTES);
        }
    }

    /** A page of a history in which all runs are like {@code run}. */
    private static void answer(Route route, JsonNode run) {
        String query =
                Objects.requireNonNullElse(URI.create(route.request().url()).getQuery(), "");
        int first =
                query.contains("before=") ? Integer.parseInt(query.replaceAll(".*before=\\D*(\\d+).*", "$1")) : RUNS;
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode runs = page.putArray("runs");
        for (int i = first; i > Math.max(0, first - PAGE); i--) {
            ObjectNode copy = run.deepCopy();
            String id = "R%04d".formatted(i);
            copy.put("id", id).put("root", id);
            copy.put(
                    "createdAt",
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3600L * i).toString());
            runs.add(copy);
        }
        page.put("next", first > PAGE ? "R%04d".formatted(first - PAGE) : null);
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(page.toString()));
    }

    private static String text(Page page, String expression) {
        return (String) page.evaluate("async () => JSON.stringify(" + expression + ")");
    }

    private static double heap(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("HeapProfiler.enable");
        session.send("HeapProfiler.collectGarbage");
        JsonObject usage = session.send("Runtime.getHeapUsage");
        return usage.get("usedSize").getAsDouble();
    }
}
