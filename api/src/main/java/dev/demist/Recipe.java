package dev.demist;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The recipe of a picture as text chunks of its PNG: {@code parameters} in the form that AUTOMATIC1111's web interface
 * introduced, and {@code demist}, the whole request as JSON.
 */
final class Recipe {

    private Recipe() {}

    static Map<String, String> of(ResolvedRequest request) {
        Map<String, String> chunks = new LinkedHashMap<>();
        chunks.put("parameters", parameters(request));
        chunks.put("demist", StrictJson.write(json(request)));
        return chunks;
    }

    // Pictures are left out unless they are references: they would be larger than the picture that they led to.
    private static ObjectNode json(ResolvedRequest request) {
        ObjectNode fields = (ObjectNode) StrictJson.tree(request);
        for (String field : List.of("image", "mask", "controlImage")) {
            if (fields.path(field).asText().startsWith("data:")) {
                fields.remove(field);
            }
        }
        fields.remove("controls");
        fields.path("references").forEach(picture -> {
            if (picture.asText().startsWith("data:")) {
                fields.remove("references");
            }
        });
        return fields;
    }

    private static String parameters(ResolvedRequest request) {
        String negative = request.negativePrompt();
        return request.prompt()
                + (negative.isEmpty() ? "" : "\nNegative prompt: " + negative)
                + "\nSteps: " + request.steps()
                + ", Sampler: " + request.scheduler().name()
                + ", CFG scale: " + request.guidanceScale()
                + ", Seed: " + request.exactSeed()
                + ", Size: " + request.width() + "x" + request.height()
                + ", Model: " + request.model();
    }
}
