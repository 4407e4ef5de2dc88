package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.ComputeDevice;
import dev.demist.DeviceUse;
import dev.demist.WorkerInfo;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A picture is shown to others: by its address and its code, counted, and step by step if they follow. */
class TogetherTest extends PageTest {

    @Test
    void whoOpensTheAddressWatchesTheSamePictureAndCanFollow(Browser browser) {
        try (PageJourney here = open(browser)) {
            Page page = here.draw("a pear").awaitPicture().page();
            page.locator("button[name=share]").click();
            String address = page.locator(".share [name=address]").inputValue();
            assertThat(address).matches(server.address() + "/r/[^/?]+");
            page.waitForFunction("() => document.querySelector('.share .code').naturalWidth > 0");
            assertThat(here.barriers()).isEmpty();
            page.keyboard().press("Escape");

            try (PageJourney there = PageJourney.open(browser, address, Look.PHONE)) {
                Page phone = there.page();
                assertThat(phone.locator(".tag .title")).hasText("a pear");
                assertThat(page.locator("[data-watching]")).hasText("2 watching");

                page.locator("#scrubber").fill("3");
                phone.locator("button[name=share]").click();
                phone.locator("[name=follow]").check();
                phone.keyboard().press("Escape");
                assertThat(phone.locator("canvas.picture")).hasAttribute("data-step", "3");
                page.locator("#scrubber").fill("7");
                assertThat(phone.locator("canvas.picture")).hasAttribute("data-step", "7");
                assertThat(there.complaints()).isEmpty();
            }
            assertThat(page.locator("[data-watching]")).hasCount(0);
            assertThat(here.complaints()).isEmpty();
        }
    }

    @Test
    void theServerSaysWhatItDoes(Browser browser) {
        models.fake.allow(HELD);
        DeviceUse card = new DeviceUse(ComputeDevice.cuda(0), 19_000_000_000L, Map.of());
        models.workers = List.of(new WorkerInfo("one", 8, 3, List.of(), List.of(), Map.of(), List.of(card), 0, 0));
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.draw("a pear").awaitStep(HELD);
            page.locator("button[name=server]").click();
            assertThat(page.locator(".server dl")).containsText("1 running");
            assertThat(page.locator(".server dl")).containsText("one, 3 of 8 on cuda:0 (19 GB)");
            assertThat(page.locator(".server dl")).containsText("of 100000 steps an hour");
            assertThat(page.locator(".server")).containsText("1 picture");
            assertThat(journey.barriers()).isEmpty();
            page.keyboard().press("Escape");
            finish();
            journey.awaitPicture();
            page.locator("button[name=server]").click();
            page.locator("[name=free-all]").click();
            assertThat(page.locator(".thumb")).hasCount(0);
            assertThat(page.locator(".toast")).isVisible();
        }
    }
}
