package dev.demist.server.http.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.message.Problems;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class WaitingAnswerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Sinks.One<Map<String, String>> answer = Sinks.one();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void theHeadLeavesBeforeTheAnswerIsThere() throws Exception {
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(get(Flux.just(1, 2)), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        answer.tryEmitValue(Map.of("a", "b"));
        assertThat(new String(response.body().readAllBytes())).isEqualTo("  {\"a\":\"b\"}");
    }

    @Test
    void anAnswerThatIsThereHasNoSpaces() throws Exception {
        answer.tryEmitValue(Map.of("a", "b"));
        HttpResponse<String> response = HttpClient.newHttpClient().send(get(Flux.never()), BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("{\"a\":\"b\"}");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("9");
    }

    @Test
    void anErrorBeforeTheHeadIsAnAnswer() throws Exception {
        answer.tryEmitError(new DemistException(ErrorCode.CONFLICT, "it was cancelled"));
        HttpResponse<String> response = HttpClient.newHttpClient().send(get(Flux.never()), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(409);
    }

    @Test
    void anErrorAfterTheHeadEndsTheConnection() throws Exception {
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(get(Flux.just(1)), BodyHandlers.ofInputStream());
        answer.tryEmitError(new DemistException(ErrorCode.CONFLICT, "it was cancelled"));
        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    private HttpRequest get(Flux<?> beats) {
        Router router = Router.router(vertx);
        router.errorHandler(500, new Problems());
        router.route().handler(context -> WaitingAnswer.write(context, Mono.defer(answer::asMono), beats));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                .build();
    }
}
