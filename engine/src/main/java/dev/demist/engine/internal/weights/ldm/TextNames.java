package dev.demist.engine.internal.weights.ldm;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The text encoders' modules: transformers' own under a prefix, or those of OpenCLIP. */
final class TextNames {

    private static final String LAYERS = "text_model.encoder.layers.";
    private static final String BLOCKS = "transformer.resblocks.";
    private static final String[] HEADS = {"q_proj", "k_proj", "v_proj"};

    private TextNames() {}

    /** CLIP as transformers writes it; its oldest form lacks {@code text_model.}. */
    static Map<String, View> clip(Set<String> keys) {
        Map<String, View> views = new TreeMap<>();
        for (String key : keys) {
            String name =
                    key.startsWith("text_model.") || key.startsWith("text_projection") ? key : "text_model." + key;
            if (!name.endsWith("position_ids")) {
                views.put(name, new View(key));
            }
        }
        return views;
    }

    /**
     * OpenCLIP: queries, keys and values in one matrix, the projection transposed.
     *
     * @param layers how many are taken: Stable Diffusion 2 leaves the last one out
     * @param projection whether the projection is taken: Stable Diffusion 2 has one and does not use it
     */
    static Map<String, View> openClip(Set<String> keys, int layers, boolean projection) {
        Renaming names = new Renaming()
                .put("token_embedding", "text_model.embeddings.token_embedding")
                .put("ln_final", "text_model.final_layer_norm");
        for (int i = 0; i < layers; i++) {
            names.put(BLOCKS + i + ".ln_1", LAYERS + i + ".layer_norm1")
                    .put(BLOCKS + i + ".ln_2", LAYERS + i + ".layer_norm2")
                    .put(BLOCKS + i + ".mlp.c_fc", LAYERS + i + ".mlp.fc1")
                    .put(BLOCKS + i + ".mlp.c_proj", LAYERS + i + ".mlp.fc2")
                    .put(BLOCKS + i + ".attn.out_proj", LAYERS + i + ".self_attn.out_proj");
        }
        Map<String, View> views = new TreeMap<>();
        keys.forEach(key -> names.apply(key).ifPresent(name -> views.put(name, new View(key))));
        views.put("text_model.embeddings.position_embedding.weight", new View("positional_embedding"));
        if (projection) {
            views.put("text_projection.weight", new View("text_projection", View::transposed));
        }
        for (int i = 0; i < layers; i++) {
            attention(views, i);
        }
        return views;
    }

    private static void attention(Map<String, View> views, int layer) {
        for (String kind : new String[] {"weight", "bias"}) {
            for (int head = 0; head < HEADS.length; head++) {
                views.put(
                        LAYERS + layer + ".self_attn." + HEADS[head] + "." + kind,
                        new View(BLOCKS + layer + ".attn.in_proj_" + kind, View.slice(head, HEADS.length)));
            }
        }
    }

    static int openClipLayers(Set<String> keys) {
        return UnetLayout.count(keys, BLOCKS + "%d.");
    }
}
