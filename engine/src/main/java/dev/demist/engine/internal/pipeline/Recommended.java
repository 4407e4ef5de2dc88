package dev.demist.engine.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.file.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a model's makers recommend where a request leaves it open: the {@code generation_config.json} of its folder,
 * with the names of diffusers' arguments, else what is usual for its kind.
 *
 * @param steps {@code num_inference_steps}, 1 ... 1,000
 * @param guidanceScale {@code guidance_scale}, 0 ... 100; 1 for none
 */
record Recommended(int steps, double guidanceScale) {

    private static final String FILE = "generation_config.json";

    /** Fails with CORRUPT_FILE if the file holds other values. */
    static Recommended of(Path model, Recommended usual) {
        Path file = model.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return usual;
        }
        JsonNode config = JsonFile.read(file);
        double steps = number(file, config, "num_inference_steps", usual.steps(), 1, 1000);
        require(steps == Math.rint(steps), file, "num_inference_steps", config, "a whole number");
        return new Recommended((int) steps, number(file, config, "guidance_scale", usual.guidanceScale(), 0, 100));
    }

    private static double number(Path file, JsonNode config, String key, double usual, int min, int max) {
        JsonNode value = config.get(key);
        if (value == null || value.isNull()) {
            return usual;
        }
        boolean inRange = value.isNumber() && value.asDouble() >= min && value.asDouble() <= max;
        require(inRange, file, key, config, "a number from " + min + " to " + max);
        return value.asDouble();
    }

    private static void require(boolean holds, Path file, String key, JsonNode config, String allowed) {
        if (!holds) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE,
                    file + ": " + key + ": " + config.get(key) + " is not allowed; it must be " + allowed);
        }
    }
}
