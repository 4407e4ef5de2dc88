package dev.demist.engine.internal.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.lora.LoraFile;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.engine.internal.weights.lora.LoraWeights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Another source with LoRAs merged into its weights and learned tokens behind its vocabulary; the mapped files stay as
 * they are.
 *
 * @param base the other source
 * @param loras what is merged
 * @param embeddings whose tokens are added
 */
record AdaptedSource(PartSource base, List<LoraFile> loras, List<TextualInversion> embeddings) implements PartSource {

    static PartSource of(PartSource base, Checkpoint checkpoint) {
        if (checkpoint.loras().isEmpty() && checkpoint.embeddings().isEmpty()) {
            return base;
        }
        return new AdaptedSource(
                base,
                checkpoint.loras().stream()
                        .map(it -> LoraFile.open(Path.of(it.name()), it.weight()))
                        .toList(),
                checkpoint.embeddings().stream().map(TextualInversion::open).toList());
    }

    @Override
    public Weights weights(String part) {
        Weights weights = base.weights(part);
        return switch (part) {
            case "unet" -> LoraWeights.merge(weights, LoraPart.UNET, loras);
            case "text_encoder" -> vocabulary(part).extend(LoraWeights.merge(weights, LoraPart.TEXT_ENCODER, loras));
            case "text_encoder_2" ->
                vocabulary(part).extend(LoraWeights.merge(weights, LoraPart.TEXT_ENCODER_2, loras));
            default -> weights;
        };
    }

    @Override
    public ModelConfig config(String part) {
        return part.startsWith("text_encoder") ? vocabulary(part).extend(base.config(part)) : base.config(part);
    }

    @Override
    public Tokenizer tokenizer(String part) {
        return vocabulary(part.replace("tokenizer", "text_encoder")).extend(base.tokenizer(part));
    }

    private LearnedVocabulary vocabulary(String part) {
        return LearnedVocabulary.of(embeddings, part.equals("text_encoder_2"), base.config(part));
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
    public SchedulerConfig scheduler() {
        return base.scheduler();
    }

    @Override
    public Path place(String part) {
        return base.place(part);
    }
}
