package dev.demist.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.server.http.message.Problems;

/**
 * What every operation of the contract may answer besides what it says itself, in the shape of errors at its address.
 *
 * @param named the responses of the contract that have a name
 */
record ErrorResponses(ObjectNode named) {

    /** Adds them to the responses of the operation at {@code path}. */
    void add(String path, ObjectNode responses, boolean needsToken) {
        String shape = Problems.responseAt(path);
        responses.set("403", reference(shape));
        responses.set("default", reference(shape));
        responses.set("405", inShape(shape, "MethodNotAllowed"));
        if (needsToken) {
            responses.set("401", inShape(shape, "Unauthorized"));
        }
    }

    private ObjectNode reference(String name) {
        return named.objectNode().put("$ref", "#/components/responses/" + name);
    }

    /** The response of this name, which is a problem, with the content and headers of another shape. */
    private JsonNode inShape(String shape, String name) {
        if (named.path(name).path("content").equals(named.path(shape).path("content"))) {
            return reference(name);
        }
        ObjectNode response = named.withObject("/" + name).deepCopy();
        ObjectNode other = named.withObject("/" + shape);
        response.withObject("/headers").setAll(other.withObject("/headers"));
        return response.set("content", other.get("content"));
    }
}
