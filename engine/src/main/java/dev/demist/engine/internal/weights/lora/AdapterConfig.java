package dev.demist.engine.internal.weights.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Where PEFT and newer diffusers write alpha: in {@code adapter_config.json} beside {@code adapter_model.safetensors},
 * or in the file's metadata. Without it alpha is the rank. A rank-stabilised LoRA (Kalajdzievski 2023,
 * arXiv:2312.03732) is scaled by alpha over the rank's root.
 */
final class AdapterConfig {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long MAX_BYTES = 1 << 20;

    private final JsonNode json;
    private final boolean perPart;

    private AdapterConfig(JsonNode json, boolean perPart) {
        this.json = json;
        this.perPart = perPart;
    }

    static AdapterConfig of(Path file) {
        Path beside = file.resolveSibling("adapter_config.json");
        String name = file.getFileName().toString();
        try {
            if (name.startsWith("adapter_model.") && Files.isRegularFile(beside) && Files.size(beside) <= MAX_BYTES) {
                return new AdapterConfig(JSON.readTree(beside.toFile()), false);
            }
            String metadata = name.endsWith(".safetensors")
                    ? SafetensorsFile.metadata(file, "lora_adapter_metadata").orElse("{}")
                    : "{}";
            return new AdapterConfig(JSON.readTree(metadata), true);
        } catch (JsonProcessingException e) {
            throw CorruptFile.of(file, "its adapter configuration is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, file + ": " + e.getMessage(), e);
        }
    }

    /** The scale of a module of a file that holds no alpha of its own: alpha / rank. */
    double scale(String module, int rank) {
        String prefix = perPart ? prefix(module) : "";
        double alpha = pattern(json.path(prefix + "alpha_pattern"), module)
                .orElseGet(() -> json.path(prefix + "lora_alpha").asDouble(rank));
        return alpha / (json.path(prefix + "use_rslora").asBoolean() ? Math.sqrt(rank) : rank);
    }

    /** The alpha of the modules of one name or of the end of one; PEFT takes the first that fits. */
    private static OptionalDouble pattern(JsonNode patterns, String module) {
        return patterns.properties().stream()
                .filter(entry -> module.equals(entry.getKey()) || module.endsWith("." + entry.getKey()))
                .mapToDouble(entry -> entry.getValue().asDouble())
                .findFirst();
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
