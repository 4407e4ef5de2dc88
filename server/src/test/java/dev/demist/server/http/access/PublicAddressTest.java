package dev.demist.server.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    private static final PublicAddress PROXY = PublicAddress.of("https://demist.example/pictures/");

    @ParameterizedTest
    @CsvSource({
        "demist.example, , 200",
        "demist.example, https://demist.example, 200",
        "localhost:PORT, https://demist.example:443, 200",
        "DEMIST.example, https://DEMIST.example, 200",
        "demist.example, http://demist.example, 403",
        "demist.example, https://demist.example:8443, 403",
        "other.example, , 403",
    })
    void onlyThePublicHostAndOriginMayCall(String host, String origin, int status) {
        try (TestServer server = new TestServer(Tokens.NONE, PROXY)) {
            String head = "GET /api/v1/models HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n")
                    + "X-Forwarded-Host: localhost\r\nConnection: close\r\n\r\n";
            assertThat(server.raw(head.replace("PORT", String.valueOf(server.server.port()))))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void linksCookiesAndRedirectsCarryThePrefix() {
        try (TestServer server = new TestServer(Tokens.of("secret"), PROXY)) {
            var greeting = server.get("/?token=secret").headers();
            assertThat(greeting.firstValue("Location")).hasValue("/pictures/");
            assertThat(greeting.firstValue("Set-Cookie").orElseThrow()).contains("Path=/pictures/");
            String head = "POST /api/v1/runs HTTP/1.1\r\nHost: demist.example\r\nAuthorization: Bearer secret\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 15\r\nConnection: close\r\n\r\n"
                    + "{\"prompt\": \"x\"}";
            assertThat(server.raw(head)).containsIgnoringCase("location: /pictures/api/v1/runs/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demist.example", "ftp://a", "https://", "https://a?b", "https://u@a", "https://a b"})
    void anythingButAnAddressIsRefused(String text) {
        assertThatThrownBy(() -> PublicAddress.of(text))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("--public-url");
    }
}
