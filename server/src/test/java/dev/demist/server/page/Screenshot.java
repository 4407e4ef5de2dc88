package dev.demist.server.page;

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
 * Takes README's screenshot: the page with some pictures of the default model, the last of them with branches. From the
 * project's folder: {@code mvn -q -pl server -am test-compile -Pscreenshot}, with {@code -Dargs=FILE} for another file.
 */
final class Screenshot {

    private static final List<String> EARLIER =
            List.of("hot air balloon", "octopus", "a slice of watermelon", "a red apple");
    private static final String STEPS = "16";

    /** What the last picture becomes when it is branched, by the step that the branch leaves. */
    private static final Map<Integer, String> BRANCHES =
            new TreeMap<>(Map.of(1, "octopus", 2, "rocket", 3, "a green apple"));

    private static final int LOOKED_AT = 6;

    private Screenshot() {}

    private static void lookAt(Page page, int step) {
        page.locator(".row .name").first().click();
        page.locator("#scrubber").fill(String.valueOf(step));
        page.locator("canvas.picture[data-step='" + step + "']").waitFor();
    }

    public static void main(String[] args) throws IOException {
        Path data = Files.createTempDirectory("demist-screenshot");
        try (PageServer server = PageServer.real(data);
                Chromium chromium = Chromium.start().orElseThrow(() -> new IOException(Chromium.MISSING));
                PageJourney journey = PageJourney.open(chromium.browser(), server.address(), Look.LIGHT)) {
            journey.set("steps", "steps", STEPS);
            for (String prompt : EARLIER) {
                journey.draw(prompt).awaitPicture();
            }
            Page page = journey.page();
            for (Map.Entry<Integer, String> branch : BRANCHES.entrySet()) {
                lookAt(page, branch.getKey());
                journey.draw(branch.getValue()).awaitPicture();
            }
            page.locator("[name=prompt]").fill("a hot air balloon");
            lookAt(page, LOOKED_AT);
            page.waitForFunction("() => document.querySelectorAll('.cell.waiting').length === 0");
            journey.photograph(Path.of(args[0]));
        }
    }
}
