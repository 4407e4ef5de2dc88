package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A CLIP under the names of transformers, in a file of its own or in one with a whole checkpoint around a transformer.
 */
public final class ClipFile {

    private static final String EMBEDDING = "text_model.embeddings.token_embedding.weight";
    private static final String PROJECTION = "text_projection.weight";
    /** What a configuration says and shapes do not. */
    private static final Set<String> HIDDEN =
            Set.of("num_attention_heads", "hidden_act", "layer_norm_eps", "bos_token_id", "eos_token_id");

    private ClipFile() {}

    /**
     * The text model of a file; empty if there is none.
     *
     * @param name what whole checkpoints call it, such as {@code clip_l}
     * @param openClip whether it is one of OpenCLIP's, whose activation differs
     * @param projection whether its projection is used, which is the identity where the file has none
     * @param replaced the configuration of the one that it replaces, for what shapes do not show; empty for none
     */
    public static Optional<NetworkFile> read(
            Weights file, String name, boolean openClip, boolean projection, Map<String, Object> replaced) {
        return Stream.of("text_encoders." + name + ".transformer.", "text_encoders." + name + ".", "")
                .filter(prefix -> file.find(prefix + EMBEDDING).isPresent())
                .findFirst()
                .map(prefix -> weights(file, prefix, projection))
                .map(weights -> new NetworkFile(weights, config(weights, openClip, projection, replaced)));
    }

    private static Map<String, Object> config(
            Weights weights, boolean openClip, boolean projection, Map<String, Object> replaced) {
        Map<String, Object> config = OtherConfigs.text(weights, openClip, projection);
        HIDDEN.stream().filter(replaced::containsKey).forEach(key -> config.put(key, replaced.get(key)));
        return config;
    }

    private static Weights weights(Weights file, String prefix, boolean projection) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String key : LdmCheckpoint.keys(file, prefix)) {
            boolean used = key.startsWith("text_model.") || projection && key.equals(PROJECTION);
            if (used && !key.endsWith("position_ids")) {
                weights.put(key, file.find(prefix + key).orElseThrow().named(key));
            }
        }
        Weight embedding = weights.get(EMBEDDING);
        if (projection && embedding != null) {
            weights.putIfAbsent(PROJECTION, identity(embedding.shape()[1], embedding.file()));
        }
        return new WeightMap(file.origin(), weights, file::forget);
    }

    private static Weight identity(int width, Path file) {
        WeightSource source = new WeightSource.Computed(target -> writeIdentity(target, width));
        return new Weight(PROJECTION, DType.F32, new int[] {width, width}, file, source);
    }

    private static void writeIdentity(ByteBuffer target, int width) {
        for (int i = 0; i < width * width; i++) {
            target.putFloat(i % (width + 1) == 0 ? 1 : 0);
        }
    }
}
