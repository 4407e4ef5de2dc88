package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.demist.webui.testkit.PageJourney;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that were given before something changed, and come after the page has heard of it. */
class PassingAnswersTest extends PageTest {

    private record Answer(Route route, APIResponse response) {

        void arrive() {
            route.fulfill(new Route.FulfillOptions().setResponse(response));
        }
    }

    @Test
    void anOlderListDoesNotSetARunGoing(Browser browser) {
        try (PageJourney journey = begin(browser, "a pear")) {
            Page page = journey.page();
            List<Answer> late = new ArrayList<>();
            page.route("**/api/v1/runs?*status=active*", route -> late.add(new Answer(route, route.fetch())));
            page.locator("[name=shelf][value=running]").dispatchEvent("click");
            page.waitForCondition(() -> !late.isEmpty());
            assertThat(late.get(0).response().text()).contains("\"running\"");

            page.locator("[name=pause]").click();
            assertThat(page.locator(".position")).hasAttribute("data-status", "paused");
            page.waitForResponse("**/api/v1/runs?*status=active*", late.get(0)::arrive)
                    .finished();
            page.waitForFunction("() => !document.querySelector('demist-app').store.library.loading");
            assertThat(page.locator(".position")).hasAttribute("data-status", "paused");
            assertThat(journey.complaints()).isEmpty();
        }
    }
}
