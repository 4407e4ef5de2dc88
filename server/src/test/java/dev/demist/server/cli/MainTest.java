package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Picture;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int run(Map<String, String> environment, String... args) {
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                options -> new FakeModels(),
                withData(environment),
                args);
    }

    private Map<String, String> withData(Map<String, String> environment) {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("DEMIST_DATA", folder.resolve("data").toString());
        return complete;
    }

    private int run(String... args) {
        return run(Map.of(), args);
    }

    static Stream<Arguments> misuse() {
        return Stream.of(
                row("paint", "paint"),
                row("generate", "prompt", "it is missing"),
                row("generate x --colour red", "--colour"),
                row("generate x --steps many", "--steps", "many"),
                row("generate x --steps 0", "steps", "0", "1 to 1000"),
                row("generate x --guidance NaN", "guidance", "NaN"),
                row("generate x --size 100x100", "width", "100", "multiple of 8"),
                row("generate x --size big", "--size", "big", "128x128"),
                row("generate x --count 0", "--count", "0"),
                row("generate x --scheduler y", "y", "known: fake"),
                row("generate x --model y", "y", "known: fake, plain"),
                row("schedulers y", "y", "known:", "fake"),
                row("serve --port 70000", "--port", "70000", "65535"),
                row("--port x", "--port", "x"),
                row("serve --host 0.0.0.0 --port 0", "0.0.0.0", "--token"));
    }

    private static Arguments row(String line, String... words) {
        return Arguments.of(line, words);
    }

    @ParameterizedTest(name = "demist {0}")
    @MethodSource("misuse")
    void misuseExitsWithTwoAndSaysWhatIsAllowed(String line, String[] words) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("demist: ").contains(words).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void generateWritesPicturesWithTheirRecipe() throws IOException {
        Path apple = folder.resolve("apple.png");
        assertThat(run(
                        "generate",
                        "a red apple",
                        "--seed",
                        "42",
                        "--steps",
                        "3",
                        "--option",
                        "spacing=trailing",
                        "--out",
                        apple.toString()))
                .isZero();
        assertThat(Picture.text(Files.readAllBytes(apple)))
                .hasEntrySatisfying("parameters", text -> assertThat(text)
                        .startsWith("a red apple\nSteps: 3")
                        .contains("Seed: 42"))
                .hasEntrySatisfying("demist", text -> assertThat(text).contains("\"spacing\":\"trailing\""));
        assertThat(run("generate", "x", "--count", "2", "--out", apple.toString()))
                .isZero();
        assertThat(folder).isDirectoryContaining("glob:**apple-1.png").isDirectoryContaining("glob:**apple-2.png");
        assertThat(folder.toFile().list()).hasSize(3);
    }

    @Test
    void aModelWithoutWordsNeedsNoPrompt() {
        Path picture = folder.resolve("plain.png");
        assertThat(run("generate", "--model", "plain", "--out", picture.toString()))
                .isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void generateIntoAMissingFolderFailsAndLeavesNothing() {
        assertThat(run("generate", "x", "--out", folder.resolve("no/apple.png").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("apple.png", "no folder").doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void compareLaysSchedulersAndStepsOnOneSheet() throws IOException {
        Path grid = folder.resolve("grid.png");
        assertThat(run("compare", "x", "--schedulers", "fake,fake", "--steps", "2,3,4", "--out", grid.toString()))
                .isZero();
        Picture sheet = Picture.read(Files.readAllBytes(grid), 1 << 20);
        assertThat(sheet.width()).isGreaterThan(3 * 64);
        assertThat(sheet.height()).isGreaterThan(2 * 64);
        assertThat(sheet.rgb()).contains((byte) 20, (byte) 30, (byte) 40);
    }

    @Test
    void listsSayWhatThereIs() {
        assertThat(run("models")).isZero();
        assertThat(out.toString()).contains("fake", "plain", "64x64");
        assertThat(run("schedulers")).isZero();
        assertThat(run("schedulers", "FakeDiscreteScheduler")).isZero();
        assertThat(out.toString()).contains("spacing", "leading|trailing", "default leading");
        assertThat(run("--version")).isZero();
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("demist", "generate", "compare");
    }

    @Test
    void takenPortExitsWithOneAndItsNumber() {
        try (TestServer server = new TestServer()) {
            String port = String.valueOf(server.server.port());
            assertThat(run(Map.of("DEMIST_PORT", port))).isEqualTo(1);
            assertThat(err.toString()).contains("port: " + port, "--port").doesNotContain("\tat ");
        }
    }
}
