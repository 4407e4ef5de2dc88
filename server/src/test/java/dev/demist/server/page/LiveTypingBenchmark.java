package dev.demist.server.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.demist.webui.testkit.Chromium;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How soon the page is there, and how soon the picture follows the words: from each key to the first painted preview
 * that was drawn from the words as they were then, or later ones. The default model, in the browser, with one thread
 * for the model and one for the browser. From the project's folder: {@code mvn -q -pl server -am test-compile
 * -Pscreenshot -Dmain=dev.demist.server.page.LiveTypingBenchmark -Dargs=INTERVAL}, with the time between two keys in
 * milliseconds.
 */
final class LiveTypingBenchmark {

    private static final List<String> WORDS =
            List.of("a red apple", "a hot air balloon", "an octopus with a hat", "a rocket at night");

    /** Notes when each key was pressed, and when each picture of other words was first painted. */
    private static final String WATCH = """
            () => {
              const { store } = document.querySelector('demist-app');
              window.keys = [];
              window.painted = [];
              document.querySelector('[name=prompt]').addEventListener('input', (event) => {
                window.keys.push({ at: performance.now(), words: event.target.value });
              });
              let last = '';
              new MutationObserver(([{ target }]) => {
                const { run } = target.dataset;
                if (!run || run === last) return;
                last = run;
                window.painted.push({ at: performance.now(), words: store.runs.byId(run)?.run.request.prompt ?? '' });
              }).observe(document.querySelector('canvas.picture'), { attributeFilter: ['data-run'] });
            }
            """;

    /** The milliseconds from each key to the first picture of what was typed by then, in order of size. */
    private static final String WAITS = """
            () => window.keys.flatMap(({ at, words }) => {
              const first = window.painted.find((frame) => frame.at > at && frame.words.startsWith(words));
              return first ? [first.at - at] : [];
            }).sort((a, b) => a - b)
            """;

    private static final String FIRST_PAINT =
            "() => performance.getEntriesByName('first-contentful-paint')[0].startTime";

    private LiveTypingBenchmark() {}

    public static void main(String[] args) throws IOException {
        int interval = args.length > 0 ? Integer.parseInt(args[0]) : 150;
        Path data = Files.createTempDirectory("demist-live");
        try (PageServer server = PageServer.real(data);
                Chromium chromium = Chromium.start().orElseThrow(() -> new IOException(Chromium.MISSING));
                PageJourney journey = PageJourney.open(chromium.browser(), server.address(), Look.LIGHT)) {
            journey.draw("warm").awaitPicture();
            Page page = journey.page();
            reportFirstPaint(page);
            page.locator(".live[aria-checked=false]").click();
            type(page, "something to warm up with", interval);
            page.evaluate(WATCH);
            WORDS.forEach(words -> type(page, words, interval));
            report(page, interval);
        }
    }

    private static void reportFirstPaint(Page page) {
        List<Double> paints = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            page.reload();
            page.locator("canvas.picture").waitFor();
            paints.add(((Number) page.evaluate(FIRST_PAINT)).doubleValue());
        }
        Collections.sort(paints);
        System.out.printf(
                "first contentful paint in ms: median %.0f, longest %.0f%n", share(paints, 0.5), share(paints, 1));
    }

    private static void type(Page page, String words, int interval) {
        Locator prompt = page.locator("[name=prompt]");
        prompt.fill("");
        prompt.pressSequentially(words, new Locator.PressSequentiallyOptions().setDelay(interval));
        page.locator("img.finished[data-final]").waitFor();
    }

    private static void report(Page page, int interval) {
        List<Double> waits = ((List<?>) page.evaluate(WAITS))
                .stream().map(wait -> ((Number) wait).doubleValue()).toList();
        System.out.printf(
                "a key each %d ms: %d keys, %s pictures; key to picture in ms: median %.0f, 90 %% within %.0f, all within %.0f%n",
                interval,
                waits.size(),
                page.evaluate("() => window.painted.length"),
                share(waits, 0.5),
                share(waits, 0.9),
                share(waits, 1));
    }

    private static double share(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
