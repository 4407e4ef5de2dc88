package dev.demist.server.page;

import dev.demist.webui.testkit.Chromium;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes README's screenshot: the page with some pictures of the default model, and one that is being denoised. From the
 * project's folder: {@code mvn -q -pl server -am test-compile -Pscreenshot}, with {@code -Dargs=FILE} for another file.
 */
final class Screenshot {

    private static final List<String> EARLIER =
            List.of("hot air balloon", "octopus", "a slice of watermelon", "a red apple");
    private static final String NOW = "rocket";
    private static final int STEPS_TO_SEE = 15;

    private Screenshot() {}

    public static void main(String[] args) throws IOException {
        Path data = Files.createTempDirectory("demist-screenshot");
        try (PageServer server = PageServer.real(data);
                Chromium chromium = Chromium.start().orElseThrow(() -> new IOException(Chromium.MISSING));
                PageJourney journey = PageJourney.open(chromium.browser(), server.address(), Look.LIGHT)) {
            for (String prompt : EARLIER) {
                journey.draw(prompt).awaitStep(1).awaitPicture();
            }
            journey.draw(NOW).awaitStep(STEPS_TO_SEE).photograph(Path.of(args[0]));
            journey.awaitPicture();
        }
    }
}
