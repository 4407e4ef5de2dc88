package dev.demist.engine.internal.checkpoint;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.tokenizer.LearnedTokens;
import dev.demist.engine.tokenizer.Tokenizer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of textual inversions for one text encoder, which follow its own vocabulary.
 *
 * @param vectors word -> its vectors, in the order of their ids
 * @param size of the encoder's own vocabulary
 */
public record LearnedVocabulary(Map<String, Weight> vectors, int size) {

    private static final String EMBEDDING = "text_model.embeddings.token_embedding.weight";
    private static final String VOCABULARY = "vocab_size";
    private static final String TEXT_HALF = "text_config";

    /**
     * The tokens that an encoder learns from embeddings.
     *
     * @param second whether it is SDXL's second encoder
     * @param config the encoder's configuration
     */
    public static LearnedVocabulary of(List<TextualInversion> embeddings, boolean second, ModelConfig config) {
        Map<String, Weight> vectors = new LinkedHashMap<>();
        for (TextualInversion embedding : embeddings) {
            Optional<Weight> own = second ? embedding.second() : Optional.of(embedding.vectors());
            own.ifPresent(weight -> vectors.put(embedding.token(), weight));
        }
        ModelConfig text = config.has(TEXT_HALF) ? config.section(TEXT_HALF) : config;
        return new LearnedVocabulary(vectors, text.integer(VOCABULARY, ClipTokenizer.VOCABULARY));
    }

    private int count() {
        return vectors.values().stream().mapToInt(LearnedVocabulary::rows).sum();
    }

    private static int rows(Weight weight) {
        return weight.shape().length == 1 ? 1 : weight.shape()[0];
    }

    /** A tokenizer that knows the words. */
    public Tokenizer extend(Tokenizer tokenizer) {
        Map<String, int[]> ids = new LinkedHashMap<>();
        int next = size;
        for (Map.Entry<String, Weight> word : vectors.entrySet()) {
            int[] own = new int[rows(word.getValue())];
            for (int i = 0; i < own.length; i++) {
                own[i] = next++;
            }
            ids.put(word.getKey(), own);
        }
        return vectors.isEmpty() ? tokenizer : tokenizer.with(new LearnedTokens(ids));
    }

    /** A configuration with room for them. */
    public ModelConfig extend(ModelConfig config) {
        return config.has(TEXT_HALF)
                ? config.with(TEXT_HALF, extend(config.section(TEXT_HALF)))
                : config.with(VOCABULARY, size + count());
    }

    /**
     * Weights whose token embedding ends with the vectors.
     *
     * @throws DemistException WEIGHTS_MISMATCH if they are of another width
     */
    public Weights extend(Weights weights) {
        Optional<Weight> own = weights.find(EMBEDDING);
        if (vectors.isEmpty() || own.isEmpty()) {
            return weights;
        }
        Map<String, Weight> all = new LinkedHashMap<>();
        weights.all().forEach(weight -> all.put(weight.name(), weight));
        all.put(EMBEDDING, extended(own.get()));
        return new WeightMap(weights.origin() + " with textual inversions", all, weights::forget);
    }

    private Weight extended(Weight own) {
        int width = own.shape()[1];
        FloatValues.requireFloats(own);
        vectors.forEach((word, weight) -> requireFits(word, weight, width, own));
        WeightSource source = new WeightSource.Computed(target -> write(own, target.asFloatBuffer()));
        return new Weight(EMBEDDING, DType.F32, new int[] {size + count(), width}, own.file(), source);
    }

    private void write(Weight own, FloatBuffer target) {
        FloatValues.copy(own, target);
        vectors.values().forEach(weight -> FloatValues.copy(weight, target));
    }

    private static void requireFits(String word, Weight weight, int width, Weight own) {
        FloatValues.requireFloats(weight);
        int given = weight.shape()[weight.shape().length - 1];
        if (given != width) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    weight.file() + ": the vectors of \"" + word + "\" have width " + given + ", but " + own.file()
                            + " has token embeddings of " + width + "; it was made for another text encoder"
                            + encoder(given));
        }
    }

    private static String encoder(int width) {
        return switch (width) {
            case 768 -> ", that of Stable Diffusion 1.x";
            case 1024 -> ", that of Stable Diffusion 2.x";
            case 1280 -> ", the second one of Stable Diffusion XL";
            default -> "";
        };
    }
}
