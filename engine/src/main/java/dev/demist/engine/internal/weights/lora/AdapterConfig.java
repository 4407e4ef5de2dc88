package dev.demist.engine.internal.weights.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.demist.engine.internal.file.JsonFile;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The alpha values that PEFT and newer diffusers write to {@code adapter_config.json} next to
 * {@code adapter_model.safetensors}, or to the file's metadata. Without it alpha is the rank. A rank-stabilised LoRA
 * (Kalajdzievski 2023, arXiv:2312.03732) is scaled by alpha over the rank's root.
 */
final class AdapterConfig {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String METADATA = "lora_adapter_metadata";

    private final JsonNode json;

    private AdapterConfig(JsonNode json) {
        this.json = json;
    }

    static AdapterConfig of(Path file) {
        Path neighbour = file.resolveSibling("adapter_config.json");
        String name = file.getFileName().toString();
        if (name.startsWith("adapter_model.") && Files.isRegularFile(neighbour)) {
            return new AdapterConfig(JsonFile.read(neighbour));
        }
        Optional<String> metadata =
                name.endsWith(".safetensors") ? SafetensorsFile.metadata(file, METADATA) : Optional.empty();
        try {
            return new AdapterConfig(JSON.readTree(metadata.orElse("{}")));
        } catch (JsonProcessingException e) {
            throw CorruptFile.of(file, "its " + METADATA + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The scale of a module of a file that holds no alpha of its own: alpha / rank. */
    double scale(LoraPart part, String module, int rank) {
        String prefix = prefix(part);
        double alpha = pattern(json.path(prefix + "alpha_pattern"), module)
                .orElseGet(() -> json.path(prefix + "lora_alpha").asDouble(rank));
        return alpha / (json.path(prefix + "use_rslora").asBoolean() ? Math.sqrt(rank) : rank);
    }

    /** The keys begin with the part's name in a file that may adapt several. */
    private String prefix(LoraPart part) {
        boolean prefixed =
                json.properties().stream().anyMatch(entry -> entry.getKey().startsWith(part.dotted()));
        return prefixed ? part.dotted() : "";
    }

    /** The alpha of the modules of one name or of the end of one; PEFT takes the first that fits. */
    private static OptionalDouble pattern(JsonNode patterns, String module) {
        return patterns.properties().stream()
                .filter(entry -> module.equals(entry.getKey()) || module.endsWith("." + entry.getKey()))
                .mapToDouble(entry -> entry.getValue().asDouble())
                .findFirst();
    }
}
