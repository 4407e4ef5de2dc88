package dev.demist.server.run.request;

import dev.demist.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The recipe of a picture as the text chunks of its PNG. */
public final class Recipe {

    private Recipe() {}

    /**
     * {@code parameters}, as the usual web interfaces write and read it, and {@code demist}, the whole request as JSON.
     */
    public static Map<String, String> text(RunRequest request) {
        Map<String, String> chunks = new LinkedHashMap<>();
        chunks.put("parameters", parameters(request));
        chunks.put("demist", Json.write(request));
        return chunks;
    }

    private static String parameters(RunRequest request) {
        String negative = request.negativePrompt();
        RunRequest.Scheduler scheduler = request.scheduler();
        return request.prompt()
                + (negative == null || negative.isEmpty() ? "" : "\nNegative prompt: " + negative)
                + "\nSteps: " + request.steps()
                + ", Sampler: " + (scheduler == null ? null : scheduler.name())
                + ", CFG scale: " + request.guidance()
                + ", Seed: " + request.seed()
                + ", Size: " + request.width() + "x" + request.height()
                + ", Model: " + request.model();
    }
}
