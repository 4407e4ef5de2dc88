package dev.demist.engine.internal.checkpoint;

import dev.demist.CheckpointInfo;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.PartInfo;
import dev.demist.engine.internal.file.JsonFile;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.lora.LoraFile;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.engine.internal.weights.lora.OtherAdaptation;
import dev.demist.engine.internal.weights.mmdit.EncoderFile;
import dev.demist.engine.internal.weights.mmdit.TransformerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The description of a path that is not a whole checkpoint: the folder of one part, a LoRA, a textual inversion, other
 * weights.
 */
public final class LooseWeights {

    private static final String CONFIG = "config.json";

    private LooseWeights() {}

    /**
     * The description of a path; empty for a checkpoint, and for a folder without a configuration. Fails as opening the
     * weights does.
     *
     * @param isCheckpoint whether a weight file is a whole checkpoint
     * @param loraParts the parts that LoRAs are known to adapt
     */
    public static Optional<CheckpointInfo> describe(
            Path path, Predicate<Weights> isCheckpoint, List<LoraPart> loraParts) {
        if (Files.isRegularFile(path)) {
            Weights weights = WeightFiles.open(path, null);
            return isCheckpoint.test(weights) ? Optional.empty() : Optional.of(file(path, weights, loraParts));
        }
        boolean part = Files.isRegularFile(path.resolve(CONFIG)) && !Files.isRegularFile(path.resolve(ModelIndex.FILE));
        return part ? Optional.of(part(path)) : Optional.empty();
    }

    private static CheckpointInfo part(Path folder) {
        return info("part", folder, JsonFile.map(folder.resolve(CONFIG)), WeightFiles.open(folder, null));
    }

    private static CheckpointInfo file(Path path, Weights weights, List<LoraPart> loraParts) {
        Optional<OtherAdaptation> other = OtherAdaptation.in(weights);
        if (other.isPresent()) {
            return info(
                    other.get().title(), path, Map.of("tensors", weights.names().size()), weights);
        }
        if (LoraFile.is(weights)) {
            return info("LoRA", path, settings(LoraFile.open(path, 1), loraParts), weights);
        }
        String kind = PartFiles.kind(weights).or(() -> kind(weights)).orElse("weights");
        return embedding(path)
                .map(embedding -> info("textual inversion", path, settings(embedding), weights))
                .orElseGet(
                        () -> info(kind, path, Map.of("tensors", weights.names().size()), weights));
    }

    /** What goes with a transformer, or a transformer whose names do not tell its configuration. */
    private static Optional<String> kind(Weights weights) {
        return TransformerFile.any(weights).map(network -> "transformer").or(() -> EncoderFile.t5(weights, Map.of())
                .or(() -> EncoderFile.qwen3(weights, Map.of()))
                .map(network -> "text encoder"));
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

    private static Map<String, Object> settings(LoraFile lora, List<LoraPart> loraParts) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("modules", lora.modulesByPart(loraParts));
        List<String> left = lora.leftOver(loraParts);
        if (!left.isEmpty()) {
            settings.put("modules of other models", left.size() + "; " + lora.madeFor());
        }
        settings.put("ranks", lora.ranks());
        return settings;
    }

    private static CheckpointInfo info(String kind, Path path, Map<String, Object> settings, Weights weights) {
        PartInfo part = Inspection.of(String.valueOf(path.getFileName()), path, settings, weights);
        return new CheckpointInfo(kind, List.of(part), null);
    }
}
