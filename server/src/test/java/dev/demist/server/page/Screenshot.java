package dev.demist.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.Chromium;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walks through the page with the default model and takes the pictures of README and {@code docs/tour.md}. From the
 * project's folder: {@code mvn -q -pl server -am test-compile -Pscreenshot}, with {@code -Dargs=FOLDER} for another
 * folder than {@code docs}.
 */
final class Screenshot {

    private static final List<String> EARLIER = List.of("hot air balloon", "octopus", "a slice of watermelon");
    private static final String STEPS = "16";

    /** What the last picture becomes when it is branched, by the step that the branch leaves. */
    private static final Map<Integer, String> BRANCHES = new TreeMap<>(Map.of(1, "octopus", 2, "a green apple"));

    private final Browser browser;
    private final String address;
    private final Path docs;
    private final Path tour;

    private Screenshot(Browser browser, String address, Path docs) throws IOException {
        this.browser = browser;
        this.address = address;
        this.docs = docs;
        this.tour = Files.createDirectories(docs.resolve("tour"));
    }

    public static void main(String[] args) throws IOException {
        Path data = Files.createTempDirectory("demist-screenshot");
        try (PageServer server = PageServer.real(data);
                Chromium chromium = Chromium.start().orElseThrow(() -> new IOException(Chromium.MISSING))) {
            new Screenshot(chromium.browser(), server.address(), Path.of(args[0])).take();
        }
    }

    private void take() {
        String branched;
        try (PageJourney journey = PageJourney.open(browser, address, Look.LIGHT)) {
            journey.set("steps", "steps", STEPS);
            EARLIER.forEach(prompt -> journey.draw(prompt).awaitPicture());
            family(journey);
            branched = journey.page().url();
            compare(journey);
            journey.page().navigate(branched);
            journey.awaitReady();
            share(journey);
        }
        try (PageJourney night = PageJourney.open(browser, address, Look.DARK)) {
            night.page().navigate(branched);
            night.awaitReady();
            night.page().locator(".row").nth(3).waitFor();
            photograph(night, docs.resolve("screenshot-dark.jpg"));
        }
    }

    private void family(PageJourney journey) {
        journey.draw("a red apple").awaitPicture();
        photograph(journey, tour.resolve("1-picture.jpg"));
        lookAt(journey, 3);
        photograph(journey, tour.resolve("2-looking-back.jpg"));
        journey.draw("rocket").awaitPicture();
        photograph(journey, tour.resolve("3-branched.jpg"));
        BRANCHES.forEach((step, prompt) -> {
            lookAt(journey, step);
            journey.draw(prompt).awaitPicture();
        });
        journey.page().locator("[name=prompt]").fill("a hot air balloon");
        lookAt(journey, 6);
        photograph(journey, docs.resolve("screenshot.jpg"));
    }

    /** The first picture of the family as it was at that step. */
    private static void lookAt(PageJourney journey, int step) {
        Page page = journey.page();
        page.locator(".row .name").first().click();
        page.locator("#scrubber").fill(String.valueOf(step));
        page.locator("canvas.picture[data-step='" + step + "']").waitFor();
    }

    private void compare(PageJourney journey) {
        Page page = journey.page();
        page.keyboard().press("End");
        for (String scheduler : List.of("ddim", "euler-a")) {
            journey.open("compare")
                    .locator("label:has([name=compare-" + scheduler + "])")
                    .click();
        }
        page.keyboard().press("Escape");
        journey.draw("hot air balloon");
        page.locator(".tiles img.finished[data-final]").nth(2).waitFor();
        photograph(journey, tour.resolve("4-compared.jpg"));
    }

    private void share(PageJourney journey) {
        Page page = journey.page();
        page.locator("button[name=share]").click();
        page.waitForFunction("() => document.querySelector('.share .code').naturalWidth > 0");
        photograph(journey, tour.resolve("5-shared.jpg"));
        String shared = page.locator(".share [name=address]").inputValue();
        try (PageJourney phone = PageJourney.open(browser, shared, Look.PHONE)) {
            phone.page().locator("figcaption .title").first().waitFor();
            photograph(phone, tour.resolve("6-phone.jpg"));
        }
    }

    /** Once every picture of the film has come. */
    private static void photograph(PageJourney journey, Path file) {
        journey.page().waitForFunction("() => document.querySelectorAll('.cell.waiting').length === 0");
        journey.photograph(file);
    }
}
