package dev.demist.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.TestServer;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits in the contract are those that the server enforces: a value at each passes, one beyond it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractLimitsTest {

    private static final Limits LIMITS = new Limits(4, 64, 1024, 4_000_000_000L, 32, 9000, 9000, Map.of());

    private TestServer server;
    private JsonNode contract;

    /** A value of a field, and whether the contract allows it. */
    private record Value(JsonNode json, boolean allowed) {}

    @BeforeAll
    void start() {
        server = new TestServer(Tokens.NONE, LIMITS);
        contract = TestServer.json(server.get("/openapi.json"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> fields() {
        JsonNode properties = StrictJson.object(OpenApiDocument.read()).at("/components/schemas/RunRequest/properties");
        return properties.properties().stream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void everyLimitIsTheServers(String name) {
        JsonNode schema = resolved(contract.at("/components/schemas/RunRequest/properties/" + name));
        for (Value value : values(schema)) {
            ObjectNode body = StrictJson.object("{\"prompt\": \"x\"}".getBytes(StandardCharsets.UTF_8));
            body.set(name, value.json());
            HttpResponse<byte[]> response = server.post("/api/v1/runs", body.toString());
            String field = TestServer.json(response).path("field").asText("");
            assertThat(response.statusCode() == 400 && field.startsWith(name))
                    .as("%s: %.60s: %.200s", name, value.json(), new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo(!value.allowed());
        }
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode first = schema.path("oneOf").path(0);
        String ref = first.path("$ref").asText(schema.path("$ref").asText(""));
        return ref.isEmpty() ? schema : contract.at(ref.substring(1));
    }

    private static List<Value> values(JsonNode schema) {
        List<Value> values = new ArrayList<>();
        if (schema.isEmpty()) {
            return values;
        }
        types(schema, values);
        BigDecimal step = schema.has("multipleOf") ? schema.get("multipleOf").decimalValue() : BigDecimal.ONE;
        bound(schema.get("minimum"), step.negate(), values);
        bound(schema.get("maximum"), step, values);
        if (schema.has("exclusiveMinimum")) {
            values.add(new Value(schema.get("exclusiveMinimum"), false));
        }
        if (schema.has("multipleOf")) {
            values.add(new Value(number(step.add(step).add(BigDecimal.ONE)), false));
        }
        if (schema.has("maxLength")) {
            int length = schema.get("maxLength").intValue();
            values.add(new Value(StrictJson.tree("\ud83d\ude00".repeat(length)), true));
            values.add(new Value(StrictJson.tree("x".repeat(length + 1)), false));
        }
        schema.path("enum").forEach(value -> values.add(new Value(value, true)));
        if (schema.has("enum") || schema.has("pattern")) {
            values.add(new Value(StrictJson.tree("other"), false));
        }
        return values;
    }

    private static void types(JsonNode schema, List<Value> values) {
        String types = schema.path("type").toString();
        if (types.contains("null")) {
            values.add(new Value(NullNode.instance, true));
        }
        if (!types.isEmpty()) {
            values.add(new Value(StrictJson.tree(types.contains("boolean") ? (Object) 1 : (Object) true), false));
            values.add(new Value(StrictJson.tree(types.contains("string") ? (Object) 7 : (Object) "7"), false));
        }
        if (types.contains("object")) {
            values.add(new Value(StrictJson.tree(Map.of("other", 1)), false));
        }
        if (types.contains("array")) {
            values.add(new Value(JsonNodeFactory.instance.arrayNode().addNull(), false));
        }
    }

    private static void bound(JsonNode bound, BigDecimal beyond, List<Value> values) {
        if (bound != null) {
            values.add(new Value(bound, true));
            values.add(new Value(number(bound.decimalValue().add(beyond)), false));
        }
    }

    private static JsonNode number(BigDecimal value) {
        return StrictJson.tree(value.toBigIntegerExact());
    }

    @Test
    void theLimitsOfThisServerAreInIt() {
        JsonNode request = contract.at("/components/schemas/RunRequest/properties");
        assertThat(request.at("/width/maximum").intValue()).isEqualTo(LIMITS.maxSide());
        assertThat(request.at("/count/maximum").intValue()).isEqualTo(LIMITS.maxCount());
    }

    @Test
    void fieldsThatItDoesNotNameAreRefused() {
        assertThat(contract.at("/components/schemas/RunRequest/additionalProperties")
                        .toString())
                .isEqualTo("false");
        HttpResponse<byte[]> response = server.post("/api/v1/runs", "{\"prompt\": \"x\", \"other\": 1}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("field").asText()).isEqualTo("other");
    }

    @Test
    void queriesHaveTheLimitsThatItNames() {
        JsonNode limit = contract.at("/paths/~1api~1v1~1runs/get/parameters/0/schema");
        assertQuery("/api/v1/runs?limit=", limit);
        String run = server.create("{\"prompt\": \"x\", \"steps\": 1}");
        JsonNode size = contract.at("/paths/~1api~1v1~1runs~1{id}~1states~1{k}.jpg/get/parameters/0/schema");
        assertQuery("/api/v1/runs/" + run + "/states/1.jpg?size=", size);
    }

    private void assertQuery(String query, JsonNode schema) {
        long minimum = schema.get("minimum").longValue();
        long maximum = schema.get("maximum").longValue();
        assertThat(Stream.of(minimum, maximum)
                        .map(value -> server.get(query + value).statusCode()))
                .doesNotContain(400);
        assertThat(Stream.of(minimum - 1, maximum + 1, "", "x")
                        .map(value -> server.get(query + value).statusCode()))
                .containsOnly(400);
    }

    @Test
    void bodiesMayBeAsLargeAsItSays() {
        int bytes = contract.at("/paths/~1api~1v1~1runs/post/requestBody/x-max-bytes")
                .intValue();
        String body = "{\"prompt\": \"x\"}";
        String padded = body + " ".repeat(bytes - body.length());
        assertThat(server.post("/api/v1/runs", padded).statusCode()).isEqualTo(201);
        assertThat(server.post("/api/v1/runs", padded + " ").statusCode()).isEqualTo(413);
    }
}
