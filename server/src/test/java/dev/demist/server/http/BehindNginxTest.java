package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.testing.Nginx;
import dev.demist.server.testing.TestServer;
import dev.demist.server.ws.StreamHandler;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Behind a real nginx with TLS, a path prefix and a login, configured as the documentation says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(value = "dev.demist.server.testing.Nginx#isInstalled", disabledReason = "nginx is not installed")
class BehindNginxTest {

    private static final String TOKEN = "s3cret/+=";
    private static final String PREFIX = "/demist";

    @TempDir
    static Path folder;

    private TestServer server;
    private Nginx nginx;
    private HttpClient browser;
    private String origin;
    private String cookie;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        int port = freePort();
        origin = "https://localhost:" + port;
        server = new TestServer(Tokens.of(TOKEN), PublicAddress.of(origin + PREFIX));
        nginx = Nginx.start(folder, port, documented().replace("8080", String.valueOf(server.server.port())));
        browser = HttpClient.newBuilder().sslContext(nginx.trust()).build();
        cookie = login().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    @AfterAll
    void stop() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        server.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String documented() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("demist.root", ".."), "docs", "server.md"));
        Matcher block = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private HttpResponse<String> login() throws IOException, InterruptedException {
        return browser.send(at("/?token=s3cret%2F%2B%3D").build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(origin + PREFIX + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(at(path).header("Cookie", cookie).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = at(path).header("Cookie", cookie)
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }

    @Test
    void theLoginLeadsToThePageAndItsCookieIsForThePrefix() throws IOException, InterruptedException {
        HttpResponse<String> login = login();
        assertThat(login.statusCode()).isEqualTo(303);
        assertThat(login.headers().firstValue("Location")).hasValue(PREFIX + "/");
        assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Path=" + PREFIX + "/", "Secure", "SameSite=Strict")
                .containsIgnoringCase("HttpOnly");
        assertThat(browser.send(at("/").build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void everythingThatThePageLoadsIsUnderThePrefix() throws IOException, InterruptedException {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        List<String> files = Pattern.compile("(?:src|href)=\"([^\"#]+)\"")
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(files).isNotEmpty().noneMatch(file -> file.startsWith("/") || file.contains("://"));
        for (String file : files) {
            assertThat(get("/" + file.replaceFirst("^\\./", "")).statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
    }

    @Test
    void linksCarryThePublicAddress() throws IOException, InterruptedException {
        HttpResponse<String> created = post("/api/v1/runs", "{\"prompt\": \"x\", \"steps\": 1}");
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(PREFIX + "/api/v1/runs/");
        assertThat(get(location.substring(PREFIX.length())).statusCode()).isEqualTo(200);
        HttpResponse<String> images =
                post("/v1/images/generations", "{\"prompt\": \"x\", \"response_format\": \"url\"}");
        assertThat(images.body()).contains("\"" + origin + PREFIX + "/api/v1/runs/");
    }

    @Test
    void callsOfOtherPagesAreRefused() throws IOException, InterruptedException {
        HttpRequest request = at("/api/v1/runs")
                .header("Cookie", cookie)
                .header("Origin", "https://evil.example")
                .build();
        assertThat(browser.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void aWebSocketPasses() {
        CompletableFuture<String> first = new CompletableFuture<>();
        WebSocket socket = socket(origin, first);
        socket.sendText("{\"type\": \"watch-queue\"}", true);
        assertThat(first.join()).contains("queue");
        socket.abort();
        assertThatThrownBy(() -> socket("https://evil.example", new CompletableFuture<>()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    private WebSocket socket(String page, CompletableFuture<String> first) {
        return browser.newWebSocketBuilder()
                .header("Cookie", cookie)
                .header("Origin", page)
                .subprotocols(StreamHandler.SUBPROTOCOL)
                .buildAsync(
                        URI.create(origin.replace("https", "wss") + PREFIX + "/api/v1/stream"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                                first.complete(text.toString());
                                return null;
                            }
                        })
                .join();
    }
}
