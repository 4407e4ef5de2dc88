package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.GenerationRequestBuilder;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.memory.Memory;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import dev.demist.server.ws.StreamHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract says what the server does. */
class ContractTest {

    private final JsonNode contract = OpenApiDocument.contract(Limits.DEFAULT, false);

    @Test
    void listsExactlyTheRoutes() {
        try (TestServer server = new TestServer()) {
            StreamHandler stream =
                    new StreamHandler(server.runs, Guests::visitor, new Memory(0), new SimpleMeterRegistry());
            ServerOptions options = new ServerOptions("localhost", 0, Tokens.NONE, PublicAddress.DIRECT);
            Calls calls = new Calls(server.runs, Duration.ZERO);
            Routes routes = new Routes(
                    server.runs,
                    server.models,
                    stream,
                    server.meters,
                    new AtomicBoolean(),
                    options,
                    Dialects.of(server.runs, server.models, options, calls));
            Set<String> served = routes.all().stream()
                    .map(route -> route.method().name().toLowerCase(Locale.ROOT) + " "
                            + route.path().replaceAll(":(\\w+)", "{$1}"))
                    .collect(Collectors.toSet());
            assertThat(promised()).isEqualTo(served);
        }
    }

    private Set<String> promised() {
        return contract.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(method -> !method.getKey().equals("parameters"))
                        .map(method -> method.getKey() + " " + path.getKey()))
                .collect(Collectors.toSet());
    }

    @Test
    void describesEveryFieldOfARequest() {
        Set<String> fields = Stream.concat(
                        Stream.of(GenerationRequestBuilder.class.getMethods())
                                .filter(method -> method.isAnnotationPresent(JsonProperty.class))
                                .map(Method::getName),
                        Stream.of("count", "from", "priority", "stopAt", "replaces", "ephemeral"))
                .collect(Collectors.toSet());
        assertThat(contract.at("/components/schemas/RunRequest/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void describesEveryFieldOfARun() {
        try (TestServer server = new TestServer()) {
            JsonNode run = TestServer.json(server.post("/api/v1/runs", "{\"prompt\": \"x\"}"))
                    .at("/runs/0");
            assertThat(contract.at("/components/schemas/Run/properties").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrderElementsOf(run::fieldNames);
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndItIsServed() {
        assertThat(contract.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        contract.at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
        try (TestServer server = new TestServer()) {
            assertThat(TestServer.json(server.get("/openapi.json"))).isEqualTo(contract);
        }
    }

    @Test
    void saysWhetherATokenIsNeeded() {
        String runs = "/paths/~1api~1v1~1runs/post/responses/401";
        String live = "/paths/~1health~1live/get/responses/401";
        assertThat(contract.at("/security/0")).isEmpty();
        assertThat(contract.at(runs).isMissingNode()).isTrue();
        JsonNode guarded = OpenApiDocument.contract(Limits.DEFAULT, true);
        assertThat(guarded.at("/security")).hasSize(2).allSatisfy(way -> assertThat(way)
                .isNotEmpty());
        assertThat(guarded.at(runs).isMissingNode()).isFalse();
        assertThat(guarded.at(live).isMissingNode()).isTrue();
    }

    /** Refused as another page's call, for the lack of a token, and for its method: at every address. */
    @Test
    void everyRefusalHasTheShapeThatItsAddressPromises() {
        JsonNode guarded = OpenApiDocument.contract(Limits.DEFAULT, true);
        try (TestServer server = new TestServer(Tokens.of("secret"), Limits.DEFAULT)) {
            guarded.get("paths").properties().forEach(path -> {
                HttpRequest.Builder call = server.request(path.getKey().replaceAll("[{}]", ""));
                JsonNode operation = path.getValue().findParent("responses");
                refused(guarded, operation, 403, server.send(call.copy().header("Origin", "http://other.example")));
                if (!operation.has("security")) {
                    refused(guarded, operation, 401, server.send(call.copy().header("Accept", "*/*")));
                    call.header("Authorization", "Bearer secret");
                    refused(guarded, operation, 405, server.send(call.method("PUT", BodyPublishers.noBody())));
                }
            });
        }
    }

    private static void refused(JsonNode contract, JsonNode operation, int status, HttpResponse<byte[]> answer) {
        String where = answer.request().method() + " " + answer.uri();
        JsonNode promised = operation.at("/responses/" + status);
        JsonNode response =
                promised.has("$ref") ? contract.at(promised.get("$ref").asText().substring(1)) : promised;
        assertThat(answer.statusCode()).as(where).isEqualTo(status);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        assertThat(response.path("content").fieldNames()).toIterable().as(where).containsExactly(type);
        JsonNode schema = response.path("content").path(type).path("schema");
        JsonNode shape =
                schema.has("$ref") ? contract.at(schema.get("$ref").asText().substring(1)) : schema;
        assertThat(shape.path("properties").fieldNames())
                .toIterable()
                .as(where)
                .containsAll(TestServer.json(answer)::fieldNames);
        response.path("headers").fieldNames().forEachRemaining(name -> {
            if (!name.equals("Retry-After")) {
                assertThat(answer.headers().firstValue(name))
                        .as(where + " " + name)
                        .isPresent();
            }
        });
    }

    @Test
    void saysHowLongToWaitWhereverItMayBeBusy() {
        contract.get("paths")
                .forEach(path -> path.forEach(operation -> Stream.of("429", "507")
                        .map(status ->
                                operation.at("/responses/" + status + "/$ref").asText(""))
                        .filter(answer -> !answer.isEmpty())
                        .forEach(answer -> assertThat(contract.at(answer.substring(1) + "/headers/Retry-After")
                                        .isMissingNode())
                                .as(answer)
                                .isFalse())));
    }
}
