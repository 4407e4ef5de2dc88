package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The TypeScript compiler and tests in TypeScript, run on the Node that comes with Playwright. */
final class TypeScript {

    private static final Path MODULES = Path.of("target/node_modules");

    /** There is no page; some modules ask for its address when they are loaded. */
    private static final String PAGE = "--banner:js=globalThis.document = { baseURI: 'http://localhost/' };"
            + " globalThis.location = new URL('http://localhost/');";

    private TypeScript() {}

    /** Fails with the compiler's messages if the project of {@code config} has a type error. */
    static void assertNoErrors(String config) throws IOException, InterruptedException {
        assertSucceeds(node(), MODULES + "/typescript/lib/tsc.js", "-p", config);
    }

    /** Fails with Node's report if a test in the {@code *.test.ts} files of {@code folder} does. */
    static void assertTestsPass(String folder) throws IOException, InterruptedException {
        String bundles = "target/" + Path.of(folder).getFileName() + "-tests";
        List<String> bundle = new ArrayList<>(List.of(esbuild(), "--bundle", "--platform=node", "--format=esm"));
        bundle.addAll(List.of(PAGE, "--log-level=warning", "--out-extension:.js=.mjs", "--outdir=" + bundles));
        bundle.addAll(files(folder, ".test.ts"));
        assertSucceeds(bundle.toArray(String[]::new));
        List<String> test = new ArrayList<>(List.of(node(), "--test"));
        test.addAll(files(bundles, ".test.mjs"));
        assertSucceeds(test.toArray(String[]::new));
    }

    private static List<String> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(ending))
                    .toList();
        }
    }

    private static String node() {
        Path driver = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .driverDir();
        return executable(driver.resolve("node"));
    }

    private static String esbuild() throws IOException {
        try (Stream<Path> platforms = Files.list(MODULES.resolve("@esbuild"))) {
            Path platform = platforms.findFirst().orElseThrow();
            Path unix = platform.resolve("bin/esbuild");
            return executable(Files.exists(unix) ? unix : platform.resolve("esbuild"));
        }
    }

    private static String executable(Path unix) {
        return (Files.exists(unix) ? unix : unix.resolveSibling(unix.getFileName() + ".exe")).toString();
    }

    private static void assertSucceeds(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String messages = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(messages).isZero();
    }
}
