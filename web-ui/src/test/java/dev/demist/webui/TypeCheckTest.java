package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bundler only strips the types; the compiler checks them here, on the Node that comes with Playwright. */
class TypeCheckTest {

    @Test
    void theSourcesHaveNoTypeError() throws Exception {
        Path driver = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .driverDir();
        Path unix = driver.resolve("node");
        Path node = Files.exists(unix) ? unix : driver.resolve("node.exe");
        Process compiler = new ProcessBuilder(
                        node.toString(), "target/node_modules/typescript/lib/tsc.js", "-p", "tsconfig.json")
                .redirectErrorStream(true)
                .start();
        String complaints = new String(compiler.getInputStream().readAllBytes());
        assertThat(compiler.waitFor()).as(complaints).isZero();
    }
}
