package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    @ParameterizedTest
    @CsvSource({"/, ./", "/?at=6, ./", "/r/01M8H5, ../", "/r/01M8H5?at=6, ../"})
    void opensUnderTheAddressOfARunWithTheSameFiles(String address, String root) {
        try (TestServer server = new TestServer()) {
            HttpResponse<byte[]> page = server.get(address);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .contains("<head><base href=\"" + root + "\">")
                    .doesNotContain("src=\"/", "href=\"/");
        }
    }

    @Test
    void runsWithoutANameAndPathsBelowThemAreNoPages() {
        try (TestServer server = new TestServer()) {
            assertThat(server.get("/r/").statusCode()).isEqualTo(404);
            assertThat(server.get("/r/X/app.js").statusCode()).isEqualTo(404);
        }
    }
}
