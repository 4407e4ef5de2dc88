package dev.demist.engine.checkpoint;

import dev.demist.LoraChoice;
import dev.demist.engine.model.ModelConfig;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.weights.Weights;
import dev.demist.engine.weights.lora.LoraFile;
import dev.demist.engine.weights.lora.LoraPart;
import dev.demist.engine.weights.lora.LoraWeights;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Another source with LoRAs merged into its weights; the mapped files stay as they are.
 *
 * @param base the other source
 * @param loras what is merged
 */
record LoraSource(PartSource base, List<LoraFile> loras) implements PartSource {

    static PartSource merge(PartSource base, List<LoraChoice> loras) {
        return loras.isEmpty()
                ? base
                : new LoraSource(
                        base,
                        loras.stream()
                                .map(it -> LoraFile.open(Path.of(it.name()), it.weight()))
                                .toList());
    }

    @Override
    public Weights weights(String part) {
        Weights weights = base.weights(part);
        return switch (part) {
            case "unet" -> LoraWeights.merge(weights, LoraPart.UNET, loras);
            case "text_encoder" -> LoraWeights.merge(weights, LoraPart.TEXT_ENCODER, loras);
            case "text_encoder_2" -> LoraWeights.merge(weights, LoraPart.TEXT_ENCODER_2, loras);
            default -> weights;
        };
    }

    @Override
    public String kind() {
        return base.kind();
    }

    @Override
    public Set<String> parts() {
        return base.parts();
    }

    @Override
    public Map<String, Object> settings(String part) {
        return base.settings(part);
    }

    @Override
    public boolean has(String part) {
        return base.has(part);
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return base.flag(key, defaultValue);
    }

    @Override
    public ModelConfig config(String part) {
        return base.config(part);
    }

    @Override
    public SchedulerConfig scheduler() {
        return base.scheduler();
    }

    @Override
    public ClipTokenizer tokenizer(String part) {
        return base.tokenizer(part);
    }

    @Override
    public Path place(String part) {
        return base.place(part);
    }
}
