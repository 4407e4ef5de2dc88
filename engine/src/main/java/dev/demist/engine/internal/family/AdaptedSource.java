package dev.demist.engine.internal.family;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.LoraChoice;
import dev.demist.engine.internal.checkpoint.LearnedVocabulary;
import dev.demist.engine.internal.checkpoint.PartKey;
import dev.demist.engine.internal.checkpoint.PartSource;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A checkpoint with LoRAs merged into its weights and learned tokens in its vocabularies. Parts that none of them
 * adapts keep their identity, so they are shared with the checkpoint as it is. The mapped files stay as they are.
 *
 * @param base the checkpoint as it is
 * @param family its family
 * @param loras the LoRAs
 * @param embeddings the textual inversions
 * @param leftOut what of them belongs to no part of the checkpoint, in words
 */
record AdaptedSource(
        PartSource base, Family family, List<LoraFile> loras, List<TextualInversion> embeddings, List<String> leftOut)
        implements PartSource {

    /**
     * The source with the adapters of {@code checkpoint}; the source itself if there are none.
     *
     * @throws DemistException WEIGHTS_MISMATCH for an adapter that changes nothing of the checkpoint; otherwise as
     *     {@link LoraFile#open} and {@link TextualInversion#open}
     */
    static PartSource of(PartSource base, Family family, Checkpoint checkpoint) {
        if (checkpoint.loras().isEmpty() && checkpoint.embeddings().isEmpty()) {
            return base;
        }
        List<LoraFile> loras = checkpoint.loras().stream()
                .map(it -> LoraFile.open(Path.of(it.name()), it.weight()))
                .toList();
        List<TextualInversion> embeddings = Stream.concat(
                        loras.stream().flatMap(lora -> lora.embeddings().stream()),
                        checkpoint.embeddings().stream().map(TextualInversion::open))
                .toList();
        AdapterFit fit = new AdapterFit(base, family);
        List<String> leftOut = Stream.concat(
                        loras.stream().map(fit::check), embeddings.stream().map(fit::check))
                .flatMap(Optional::stream)
                .toList();
        return new AdaptedSource(base, family, loras, embeddings, leftOut);
    }

    @Override
    public List<String> warnings() {
        Stream<String> ofParts = family.loraParts().stream()
                .filter(part -> base.has(part.name()))
                .flatMap(part -> loras.stream().map(lora -> LoraWeights.leftOut(base.weights(part.name()), part, lora)))
                .flatMap(Optional::stream);
        return Stream.concat(leftOut.stream(), ofParts).toList();
    }

    @Override
    public Weights weights(String part) {
        Weights plain = base.weights(part);
        Weights merged = naming(part)
                .map(names -> LoraWeights.merge(plain, names, loras))
                .orElse(plain);
        return isEncoder(part) ? vocabulary(part).extend(merged) : merged;
    }

    private Optional<LoraPart> naming(String part) {
        return family.loraParts().stream()
                .filter(names -> names.name().equals(part))
                .findFirst();
    }

    @Override
    public ModelConfig config(String part) {
        return isEncoder(part) ? vocabulary(part).extend(base.config(part)) : base.config(part);
    }

    @Override
    public PartKey key(String part) {
        List<LoraChoice> adapting = loras.stream()
                .filter(lora -> naming(part).filter(lora::adapts).isPresent())
                .map(lora -> new LoraChoice(lora.path().toString(), lora.strength()))
                .toList();
        List<Path> learned = isEncoder(part)
                ? embeddings.stream().map(it -> it.vectors().file()).toList()
                : List.of();
        return base.key(part).with(adapting, learned);
    }

    @Override
    public Tokenizer tokenizer(String part) {
        return family.roles().texts().stream()
                .filter(text -> text.tokenizer().equals(part) && isEncoder(text.encoder()))
                .findFirst()
                .map(text -> vocabulary(text.encoder()).extend(base.tokenizer(part)))
                .orElseGet(() -> base.tokenizer(part));
    }

    /** Whether it is a CLIP: no other text encoder learns tokens. */
    private boolean isEncoder(String part) {
        return family.roles().isEncoder(part) && ClipEncoders.isClip(base, part);
    }

    /** The learned tokens of an encoder: files hold vectors for the first and perhaps the second one. */
    private LearnedVocabulary vocabulary(String encoder) {
        boolean second = !family.roles().texts().get(0).encoder().equals(encoder);
        return LearnedVocabulary.of(embeddings, second, base.config(encoder));
    }

    @Override
    public String pipelineClass() {
        return base.pipelineClass();
    }

    @Override
    public Set<String> parts() {
        return base.parts();
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return base.flag(key, defaultValue);
    }

    @Override
    public Map<String, Object> settings(String part) {
        return base.settings(part);
    }

    @Override
    public Optional<SchedulerConfig> scheduler(String part) {
        return base.scheduler(part);
    }

    @Override
    public Path place(String part) {
        return base.place(part);
    }
}
