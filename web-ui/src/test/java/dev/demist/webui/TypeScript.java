package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The TypeScript compiler, run on the Node that comes with Playwright. */
final class TypeScript {

    private TypeScript() {}

    /** Fails with the compiler's messages if the project of {@code config} has a type error. */
    static void assertNoErrors(String config) throws IOException, InterruptedException {
        Path driver = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .driverDir();
        Path unix = driver.resolve("node");
        Path node = Files.exists(unix) ? unix : driver.resolve("node.exe");
        Process compiler = new ProcessBuilder(
                        node.toString(), "target/node_modules/typescript/lib/tsc.js", "-p", config)
                .redirectErrorStream(true)
                .start();
        String messages = new String(compiler.getInputStream().readAllBytes());
        assertThat(compiler.waitFor()).as(messages).isZero();
    }
}
