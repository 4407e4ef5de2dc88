package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QrCodeTest {

    @Test
    void anAddressIsACodeWithAWhiteBorder() {
        try (TestServer server = new TestServer()) {
            HttpResponse<byte[]> code = server.get("/api/v1/qr.svg?text=http%3A%2F%2F192.168.1.7%3A8080%2Fr%2F01M8H5");
            assertThat(code.statusCode()).isEqualTo(200);
            assertThat(code.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
            // 34 bytes at medium correction take version 3: 29 modules and twice the border of four.
            assertThat(text(code))
                    .contains("viewBox=\"-4 -4 37 37\"", "M0 0h1v1h-1z", "M28 0h1v1h-1z", "M0 28h1v1h-1z");
        }
    }

    @Test
    void aTextThatIsMissingOrTooLongIsRefusedByName() {
        try (TestServer server = new TestServer()) {
            for (String query : new String[] {"", "?text=", "?text=" + "x".repeat(501)}) {
                HttpResponse<byte[]> refused = server.get("/api/v1/qr.svg" + query);
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(text(refused)).contains("\"field\":\"text\"", "1 to 500 characters");
            }
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
