package dev.demist.engine.weights.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.weights.CorruptFile;
import dev.demist.engine.weights.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where PEFT and newer diffusers write alpha: in {@code adapter_config.json} beside {@code adapter_model.safetensors},
 * or in the file's metadata. Without it alpha is the rank.
 */
final class AdapterConfig {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final JsonNode json;
    private final boolean perPart;

    private AdapterConfig(Path file, JsonNode json, boolean perPart) {
        this.file = file;
        this.json = json;
        this.perPart = perPart;
    }

    static AdapterConfig of(Path file) {
        Path beside = file.resolveSibling("adapter_config.json");
        String name = file.getFileName().toString();
        try {
            if (name.startsWith("adapter_model.") && Files.isRegularFile(beside) && Files.size(beside) <= MAX_BYTES) {
                return new AdapterConfig(file, JSON.readTree(beside.toFile()), false);
            }
            String metadata = name.endsWith(".safetensors")
                    ? SafetensorsFile.metadata(file, "lora_adapter_metadata").orElse("{}")
                    : "{}";
            return new AdapterConfig(file, JSON.readTree(metadata), true);
        } catch (JsonProcessingException e) {
            throw CorruptFile.of(file, "its adapter configuration is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, file + ": " + e.getMessage(), e);
        }
    }

    /** The scale of a module of a file that holds no alpha of its own: alpha / rank. */
    double scale(String module, int rank) {
        String prefix = perPart ? prefix(module) : "";
        boolean plain = json.path(prefix + "alpha_pattern").isEmpty()
                && !json.path(prefix + "use_rslora").asBoolean();
        if (!plain) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file + ": is scaled by alpha_pattern or use_rslora; supported: one lora_alpha for all modules");
        }
        return json.path(prefix + "lora_alpha").asDouble(rank) / rank;
    }

    private static String prefix(String module) {
        for (LoraPart part : LoraPart.values()) {
            if (part.owns(module)) {
                return part.dotted();
            }
        }
        return "";
    }
}
