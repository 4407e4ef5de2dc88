package dev.demist.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.demist.Picture;
import dev.demist.server.testing.FakePresets;
import dev.demist.webui.testkit.Look;
import dev.demist.webui.testkit.PageJourney;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures that the words speak of, for models that edit. */
class ReferencesTest extends PageTest {

    @BeforeEach
    void edit() {
        models.fake.references = 3;
    }

    private static byte[] photograph(int width, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(width, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * 48; i++) {
            image.setRGB(i % width, i / width, colour.getRGB());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static FilePayload file(int width, Color colour) throws IOException {
        return new FilePayload(width + ".png", "image/png", photograph(width, colour));
    }

    private static Locator pictures(PageJourney journey) {
        return journey.page().locator(".references li img");
    }

    @Test
    void picturesAreDroppedChosenTakenFromTheRollAndRemoved(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            Page page = journey.draw("a pear").awaitPicture().page();
            assertThat(lastRequest(journey).has("references")).isFalse();
            journey.drop("photograph.png", photograph(96, Color.ORANGE));
            page.locator("#restore [name=refer]").click();
            assertThat(journey.chip("references")).containsText("1 reference");

            journey.open("references").locator("input[type=file]").setInputFiles(file(72, Color.BLUE));
            assertThat(pictures(journey)).hasCount(2);
            page.locator(".references [name=refer]").click();
            assertThat(pictures(journey)).hasCount(3);
            assertThat(page.locator(".references input[type=file]")).hasCount(0);
            assertThat(journey.barriers()).isEmpty();
            page.locator("[name=no-reference]").first().click();
            assertThat(pictures(journey)).hasCount(2);
            page.keyboard().press("Escape");

            page.reload();
            journey.awaitReady().draw("the pear is blue").awaitPicture();
            assertThat(models.fake.drawn.stream()
                            .reduce((before, last) -> last)
                            .orElseThrow()
                            .references())
                    .extracting(picture -> ((Picture) picture).width())
                    .containsExactly(72, 64);
            assertThat(page.locator("#about .facts")).containsText("2 references");
            assertThat(page.locator("#about .references img")).hasCount(2);
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void settingsOfAPictureBringItsReferencesBack(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            Page page = journey.page();
            journey.open("references").locator("input[type=file]").setInputFiles(file(72, Color.BLUE));
            assertThat(pictures(journey)).hasCount(1);
            page.keyboard().press("Escape");
            journey.draw("a pear").awaitPicture();
            journey.open("references").locator("[name=no-reference]").click();
            page.keyboard().press("Escape");
            assertThat(journey.chip("references")).hasText("+ reference");

            page.locator("button[name=about]").click();
            page.locator("button[name=reuse]").click();
            assertThat(journey.chip("references")).containsText("1 reference");
            assertThat(journey.complaints()).isEmpty();
        }
    }

    @Test
    void modelsThatDoNotEditAreAskedForNone(Browser browser) throws Exception {
        try (PageJourney journey = open(browser)) {
            journey.open("references").locator("input[type=file]").setInputFiles(file(72, Color.BLUE));
            assertThat(pictures(journey)).hasCount(1);
            journey.page().keyboard().press("Escape");
            models.fake.references = 0;
            journey.page().reload();
            journey.awaitReady().draw("a pear").awaitPicture();
            assertThat(journey.chip("references")).hasCount(0);
            assertThat(lastRequest(journey).has("references")).isFalse();
            assertThat(journey.complaints()).isEmpty();
        }
    }

    /** Photographs land in {@code target/looks}. */
    @ParameterizedTest
    @EnumSource(names = {"DARK", "PHONE"})
    void editingHasNoBarriers(Look look, Browser browser) throws Exception {
        models.fake.presets = FakePresets.TURBO;
        try (PageJourney journey = PageJourney.open(browser, server.address(), look)) {
            journey.draw("a pear").awaitPicture();
            journey.open("references")
                    .locator("input[type=file]")
                    .setInputFiles(new FilePayload[] {file(96, Color.ORANGE), file(72, Color.BLUE)});
            assertThat(pictures(journey)).hasCount(2);
            look(journey, look, "references");
            journey.page().keyboard().press("Escape");
            journey.draw("the pear is orange").awaitPicture();
            journey.page().locator("button[name=about]").click();
            look(journey, look, "about");
            journey.page().keyboard().press("Escape");
            journey.open("preset");
            look(journey, look, "preset");
            journey.page().keyboard().press("Escape");
            journey.drop("photograph.png", photograph(96, Color.ORANGE));
            journey.page().locator("#restore [name=refer]").waitFor();
            look(journey, look, "dropped");
        }
    }

    private static void look(PageJourney journey, Look look, String name) {
        journey.photograph(
                Path.of("target/looks/edit-" + name + "-" + look.name().toLowerCase(Locale.ROOT) + ".png"));
        assertThat(journey.barriers()).isEmpty();
        assertThat(journey.scrollsSideways()).isFalse();
        assertThat(journey.complaints()).isEmpty();
    }
}
