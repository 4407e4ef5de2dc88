package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page's types (net/types.ts) agree with the server's openapi.json; src/test/ts/contract.ts says in what. */
class ContractTest {

    private static final Path OPENAPI = Path.of(System.getProperty("demist.root", ".."))
            .resolve("server/src/main/resources/dev/demist/server/http/openapi.json");

    @Test
    void thePageSendsAndReadsWhatTheServerPublishes() throws Exception {
        write(ContractTypes.of(openapi()));
        TypeScript.assertNoErrors("src/test/ts/tsconfig.json");
    }

    @Test
    void schemasBecomeTypes() throws IOException {
        JsonNode schema = new ObjectMapper().readTree("""
                        {"properties": {"name": {"type": "string"}, "side": {"type": ["integer", "null"]},
                         "kind": {"enum": ["a", "b"]}, "of": {"$ref": "#/components/schemas/Run"}, "any": {},
                         "list": {"type": "array", "items": {"oneOf": [{"type": "boolean"}, {"type": "null"}]}}}}
                        """);
        assertThat(ContractTypes.type(schema))
                .isEqualTo("{ name: string; side: (number | null); kind: ('a' | 'b'); of: Run; any: any;"
                        + " list: (boolean | null)[]; }");
    }

    private static JsonNode openapi() throws IOException {
        return new ObjectMapper().readTree(OPENAPI.toFile());
    }

    private static void write(String types) throws IOException {
        Path file = Path.of("target/contract/openapi.ts");
        Files.createDirectories(file.getParent());
        Files.writeString(file, types);
    }
}
