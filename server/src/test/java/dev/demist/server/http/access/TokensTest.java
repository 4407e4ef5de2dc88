package dev.demist.server.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.server.run.request.Allowance;
import dev.demist.server.testing.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "h\u00e4\u00df", "a\nb", "a\u0000b"})
    void tokensThatAHeaderCannotCarryAreRefused(String token) {
        assertThatThrownBy(() -> Tokens.of(token))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# only a comment\n", "ann same\nbob same\n", "ann one\nann two\n"})
    void fileThatLeavesUsersUnclearIsRefused(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), text);
        assertThatThrownBy(() -> Tokens.read(file)).isInstanceOf(DemistException.class);
    }

    @Test
    void aLineMaySayWhatAUserMayUse(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("tokens"), "ann one 2 waiting=20 steps-per-hour=5000 models=emoji,sdxl\nbob two\n");
        assertThat(Tokens.read(file).allowances())
                .isEqualTo(Map.of("ann", new Allowance(2, 20, 5000L, List.of("emoji", "sdxl"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ann one waiting=many; number",
                "ann one steps-per-hour=0; number",
                "ann one speed=1; waiting, steps-per-hour, models",
                "ann one waiting= 2; every line",
                "ann one 11 waiting=2; 0.1 to 10",
            })
    void rulesThatAreNoneAreRefused(String line, String reason, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), line);
        assertThatThrownBy(() -> Tokens.read(file))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a,b", "a\"b", "a=b", "a%20b", "a+b", "a\\b", "{~}"})
    void everyOtherTokenWorksInHeaderAddressAndCookie(String token) {
        try (TestServer server = new TestServer(Tokens.of(token), PublicAddress.DIRECT)) {
            assertThat(call(server, "Authorization", "Bearer " + token)).isEqualTo(200);
            assertThat(call(server, "Authorization", "bearer " + token)).isEqualTo(200);
            String basic = Base64.getEncoder().encodeToString(("me:" + token).getBytes(StandardCharsets.US_ASCII));
            assertThat(call(server, "Authorization", "Basic " + basic)).isEqualTo(200);
            HttpResponse<byte[]> greeting = server.get("/?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
            assertThat(greeting.statusCode()).isEqualTo(303);
            String cookie = greeting.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(call(server, "Cookie", cookie.split(";")[0])).isEqualTo(200);
        }
    }

    @Test
    void refusalNamesTheScheme() {
        try (TestServer server = new TestServer(Tokens.of("secret"), PublicAddress.DIRECT)) {
            for (String header : new String[] {"Bearer ", "Bearer wrong", "Basic c2VjcmV0", "Basic bWU6d3Jvbmc="}) {
                HttpResponse<byte[]> response =
                        server.send(server.request("/api/v1/runs").header("Authorization", header));
                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"Demist\"");
            }
            assertThat(call(server, "Cookie", "demist=")).isEqualTo(401);
            assertThat(call(server, "Cookie", "demist=***")).isEqualTo(401);
        }
    }

    private static int call(TestServer server, String header, String value) {
        return server.send(server.request("/api/v1/runs").header(header, value)).statusCode();
    }
}
