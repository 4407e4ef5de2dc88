package dev.demist.webui.testkit;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A user's way through the page: type a prompt, watch the picture come, keep it. It knows the page from outside, by its
 * labels and its pixels, and notes every error of the console. Not safe for use by several threads.
 */
public final class PageJourney implements AutoCloseable {

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** A picture of a real model takes its time on a machine that is busy with something else. */
    private static final double PATIENCE_MILLIS = 180_000;

    /** Says that this browser knows the page: it is not welcomed, and shown no hints. */
    private static final String ACQUAINTED =
            "localStorage.setItem('demist.met', 'yes'); localStorage.setItem('demist.hints', 'pull branch share');";

    /** Notes the variance of the canvas' pixels each time it shows another state. */
    private static final String WATCH = """
            () => {
              window.previews = [];
              const look = (canvas) => {
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                let sum = 0, squares = 0;
                for (let i = 0; i < data.length; i += 4) {
                  const light = data[i] + data[i + 1] + data[i + 2];
                  sum += light; squares += light * light;
                }
                const n = data.length / 4;
                return squares / n - (sum / n) ** 2;
              };
              new MutationObserver((changes) => {
                for (const { target } of changes) {
                  if (target.dataset.step) window.previews.push({ run: target.dataset.run, step: Number(target.dataset.step), variance: look(target) });
                }
              }).observe(document.querySelector('demist-app'), { subtree: true, attributeFilter: ['data-step'] });
            }
            """;

    /** Words that a test types are drawn when it says so. */
    private static final String NOT_LIVE =
            "if (!localStorage.getItem('demist.live')) localStorage.setItem('demist.live', 'off');";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private PageJourney(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("the server responded with a status of 4")) {
                complaints.add(message.text());
            }
        });
    }

    /** Opens the page at {@code url} and waits until it is connected. */
    public static PageJourney open(Browser browser, String url, Look look) {
        PageJourney journey = new PageJourney(browser.newContext(look.options()));
        journey.page.addInitScript(NOT_LIVE);
        journey.context.addInitScript(ACQUAINTED);
        journey.page.navigate(url);
        return journey.awaitReady();
    }

    /** Opens the page as {@link #open} does, but for the first time: it then shows what it can do. */
    public static PageJourney meet(Browser browser, String url, Look look) {
        PageJourney journey = new PageJourney(browser.newContext(look.options()));
        journey.page.navigate(url);
        return journey.awaitReady();
    }

    /** Waits until the page, which was opened or loaded again, is connected and knows its models. */
    public PageJourney awaitReady() {
        page.locator("[data-link=open]").first().waitFor(attached());
        page.locator("input[name=scheduler]").first().waitFor(attached());
        page.evaluate(WATCH);
        return this;
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
    }

    /** Opens the chip of this name, if it is not open. */
    public Locator open(String chip) {
        Locator control = page.locator("#pop-" + chip);
        if (!control.isVisible()) {
            page.locator("[data-chip=" + chip + "]").click();
        }
        return control;
    }

    /** Sets a field behind a chip and closes it. */
    public PageJourney set(String chip, String field, String value) {
        Locator input = open(chip).locator("[name=" + field + "]:not([type=range])");
        input.fill(value);
        input.press("Tab");
        page.keyboard().press("Escape");
        return this;
    }

    /** Chooses one of a chip's values and closes it. */
    public PageJourney choose(String chip, String value) {
        open(chip).locator("label:has(input[value='" + value + "'])").click();
        page.keyboard().press("Escape");
        return this;
    }

    /** What stands on the chip of this name. */
    public Locator chip(String name) {
        return page.locator("[data-chip=" + name + "]");
    }

    /** Types {@code prompt} and presses Ctrl+Enter; what was painted before is forgotten. */
    public PageJourney draw(String prompt) {
        page.evaluate("() => { window.previews = [];"
                + " window.drawnBefore = document.querySelector('img.finished')?.dataset.run; }");
        page.getByLabel("Prompt", new Page.GetByLabelOptions().setExact(true)).fill(prompt);
        page.keyboard().press("Control+Enter");
        return this;
    }

    /** Waits until {@code count} previews that differ have been painted, and none of them was blank. */
    public PageJourney awaitPreviews(int count) {
        page.waitForFunction(
                "count => new Set(previews.filter((p) => p.variance > 1).map((p) => p.variance)).size >= count", count);
        return this;
    }

    /** Waits until a preview of the newest run, of {@code step} or a later one, is painted. */
    public PageJourney awaitStep(int step) {
        page.waitForFunction(
                "step => { const { run, step: shown } = document.querySelector('canvas.picture').dataset;"
                        + " return run !== window.drawnBefore && Number(shown) >= step; }",
                step);
        return this;
    }

    /** Waits until a finished picture that was not there when the last was asked for is shown. */
    public PageJourney awaitPicture() {
        page.waitForFunction("() => { const image = document.querySelector('img.finished[data-final]');"
                + " return image && !image.hidden && image.dataset.run !== window.drawnBefore; }");
        return this;
    }

    /** The steps of the run on the stage whose previews were painted, in the order in which they came. */
    public List<Integer> paintedSteps() {
        List<?> steps =
                (List<?>) page.evaluate("() => { const { run } = document.querySelector('canvas.picture').dataset;"
                        + " return previews.filter((p) => p.run === run).map((p) => p.step); }");
        return steps.stream().map(step -> ((Number) step).intValue()).toList();
    }

    /** How much the canvas' brightness varies; 0 is blank. */
    public double contrast() {
        Object variance = page.evaluate("""
                () => {
                  const canvas = document.querySelector('canvas.picture');
                  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  const light = Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2]);
                  const mean = light.reduce((a, b) => a + b) / light.length;
                  return light.reduce((a, b) => a + (b - mean) ** 2, 0) / light.length;
                }
                """);
        return ((Number) variance).doubleValue();
    }

    /** Saves the picture as the page offers it, and returns the file's bytes. */
    public byte[] save() {
        Download download =
                page.waitForDownload(() -> page.locator("a[data-save]").click());
        try {
            return Files.readAllBytes(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops a file onto the page. */
    public PageJourney drop(String name, byte[] file) {
        JSHandle transfer =
                page.evaluateHandle("""
                ([name, base64]) => {
                  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
                  const transfer = new DataTransfer();
                  transfer.items.add(new File([bytes], name, { type: 'image/png' }));
                  return transfer;
                }
                """, List.of(name, Base64.getEncoder().encodeToString(file)));
        page.dispatchEvent("main", "drop", Map.of("dataTransfer", transfer));
        return this;
    }

    /** What an accessibility checker finds wrong with the page as it stands. */
    public List<String> barriers() {
        return new AxeBuilder(page)
                .withTags(RULES).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .toList())
                        .toList();
    }

    /** What the browser's console complained of; answers with a 4xx status are not complaints. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Whether the page has to be scrolled sideways. */
    public boolean scrollsSideways() {
        return (Boolean) page.evaluate("() => document.documentElement.scrollWidth > innerWidth");
    }

    /** Keeps what the page looks like as a picture. */
    public void photograph(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** The page itself, for whatever the journey does not know. */
    public Page page() {
        return page;
    }

    @Override
    public void close() {
        context.close();
    }
}
