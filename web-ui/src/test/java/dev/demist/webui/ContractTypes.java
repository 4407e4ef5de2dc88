package dev.demist.webui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** TypeScript types for the schemas of an openapi.json, for a compiler to compare with those that the page declares. */
final class ContractTypes {

    private static final String CATALOG = "/paths/~1api~1v1~1models/get/responses/200/content/application~1json/schema";

    private static final Map<String, String> NAMES = Map.of("integer", "number", "object", "Record<string, any>");

    private ContractTypes() {}

    /** A source file that exports each named schema, the catalog of models, and the defaults of a run's request. */
    static String of(JsonNode openapi) {
        JsonNode schemas = openapi.at("/components/schemas");
        JsonNode request = schemas.at("/RunRequest/properties");
        Stream<String> named =
                schemas.properties().stream().map(schema -> exported(schema.getKey(), type(schema.getValue())));
        return Stream.concat(
                        named,
                        Stream.of(
                                exported("Catalog", type(openapi.at(CATALOG))),
                                exported("RunRequestDefaults", defaults(request))))
                .collect(Collectors.joining("\n"));
    }

    private static String exported(String name, String type) {
        return "export type " + name + " = " + type + ";";
    }

    private static String defaults(JsonNode properties) {
        return properties.properties().stream()
                .filter(property -> property.getValue().has("default"))
                .map(property -> property.getKey() + ": " + property.getValue().get("default") + "; ")
                .collect(Collectors.joining("", "{ ", "}"));
    }

    /** The type of the values that {@code schema} allows; any, where it says nothing. */
    static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema.get("$ref").textValue().replaceFirst(".*/", "");
        }
        if (schema.has("oneOf")) {
            return union(elements(schema.get("oneOf")).map(ContractTypes::type));
        }
        if (schema.has("enum")) {
            return union(elements(schema.get("enum")).map(value -> "'" + value.textValue() + "'"));
        }
        if (schema.has("properties")) {
            return object(schema.get("properties"));
        }
        return schema.has("items") ? type(schema.get("items")) + "[]" : simple(schema.path("type"));
    }

    private static String simple(JsonNode type) {
        if (type.isArray()) {
            return union(elements(type).map(ContractTypes::simple));
        }
        return type.isMissingNode() ? "any" : NAMES.getOrDefault(type.textValue(), type.textValue());
    }

    private static String object(JsonNode properties) {
        return properties.properties().stream()
                .map(property -> property.getKey() + ": " + type(property.getValue()) + "; ")
                .collect(Collectors.joining("", "{ ", "}"));
    }

    private static String union(Stream<String> types) {
        String union = types.collect(Collectors.joining(" | "));
        return union.contains("|") ? "(" + union + ")" : union;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
