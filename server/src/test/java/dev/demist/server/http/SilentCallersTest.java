package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilentCallersTest {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() {
        SilentCallers silent = new SilentCallers(vertx, Duration.ofSeconds(3));
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(silent::connected)
                .requestHandler(silent.before(request -> request.endHandler(v -> asked.complete(request))))
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private Socket caller(String says) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.getOutputStream().write(says.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void callerWhoWaitsOutlivesThoseWhoAreSilent() throws Exception {
        try (Socket waiting = caller(HEAD + "2\r\n\r\n{}")) {
            HttpServerRequest request = asked.get(1, TimeUnit.MINUTES);
            try (Socket silent = caller("");
                    Socket slow = caller(HEAD + "9\r\n\r\n{")) {
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
                assertThat(slow.getInputStream().read()).isEqualTo(-1);
            }
            request.response().end("done");
            assertThat(new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("done");
        }
    }
}
