package dev.demist.engine.internal.checkpoint;

import dev.demist.CheckpointInfo;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.PartInfo;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmCheckpoint;
import dev.demist.engine.internal.weights.lora.LoraFile;
import dev.demist.engine.internal.weights.lora.LoraPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Things that are no whole checkpoint, looked into: the folder of one part, a LoRA, a textual inversion, any weights.
 */
final class Loose {

    private static final String CONFIG = "config.json";

    private Loose() {}

    /** What it is; empty for a checkpoint, and for what is nothing at all. Fails as opening the weights does. */
    static Optional<CheckpointInfo> look(Path path) {
        if (Files.isRegularFile(path)) {
            Weights weights = WeightFiles.open(path, null);
            return LdmCheckpoint.is(weights) ? Optional.empty() : Optional.of(file(path, weights));
        }
        boolean part = Files.isRegularFile(path.resolve(CONFIG)) && !Files.isRegularFile(path.resolve(ModelIndex.FILE));
        return part ? Optional.of(part(path)) : Optional.empty();
    }

    private static CheckpointInfo part(Path folder) {
        return info("part", folder, Json.map(folder.resolve(CONFIG)), WeightFiles.open(folder, null));
    }

    private static CheckpointInfo file(Path path, Weights weights) {
        if (LoraFile.is(weights)) {
            return info("LoRA", path, settings(LoraFile.open(path, 1)), weights);
        }
        return embedding(path)
                .map(embedding -> info("textual inversion", path, settings(embedding), weights))
                .orElseGet(() ->
                        info("weights", path, Map.of("tensors", weights.names().size()), weights));
    }

    private static Optional<TextualInversion> embedding(Path path) {
        try {
            return Optional.of(TextualInversion.open(path));
        } catch (DemistException e) {
            if (e.code() == ErrorCode.UNSUPPORTED_MODEL) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Map<String, Object> settings(TextualInversion embedding) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("token", embedding.token());
        settings.put("vectors", embedding.count());
        settings.put("text_encoders", embedding.second().isPresent() ? 2 : 1);
        return settings;
    }

    private static Map<String, Object> settings(LoraFile lora) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "modules", lora.modulesByPart(List.of(LoraPart.UNET, LoraPart.TEXT_ENCODER, LoraPart.TEXT_ENCODER_2)));
        settings.put("ranks", lora.ranks());
        return settings;
    }

    private static CheckpointInfo info(String kind, Path path, Map<String, Object> settings, Weights weights) {
        PartInfo part = Inspection.of(String.valueOf(path.getFileName()), path, settings, weights);
        return new CheckpointInfo(kind, List.of(part));
    }
}
