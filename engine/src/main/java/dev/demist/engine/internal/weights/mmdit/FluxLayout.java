package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.NetworkFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * FLUX.1 as Black Forest Labs published it (github.com/black-forest-labs/flux).
 *
 * @param original the weights under their names
 * @param layers the blocks in which picture and text have weights of their own
 * @param single the blocks in which they share them
 */
record FluxLayout(OriginalWeights original, int layers, int single) {

    private static final String DOUBLE = "double_blocks";
    private static final String SINGLE = "single_blocks";

    static NetworkFile read(OriginalWeights original) {
        FluxLayout layout = new FluxLayout(
                original, original.count(DOUBLE, "img_attn.qkv.weight"), original.count(SINGLE, "linear1.weight"));
        return new NetworkFile(
                original.renamed(layout.modules(), layout.norms(), Set.of("norm_out.linear"), layout.width()),
                layout.config());
    }

    private int width() {
        return original.length("img_in.weight", 0);
    }

    private Map<String, Object> config() {
        int head = Math.max(1, original.length(DOUBLE + ".0.img_attn.norm.query_norm.scale", 0));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "FluxTransformer2DModel");
        config.put("in_channels", original.length("img_in.weight", 1));
        config.put("num_layers", layers);
        config.put("num_single_layers", single);
        config.put("attention_head_dim", head);
        config.put("num_attention_heads", width() / head);
        config.put("joint_attention_dim", original.length("txt_in.weight", 1));
        config.put("pooled_projection_dim", original.length("vector_in.in_layer.weight", 1));
        config.put(
                "guidance_embeds", original.find("guidance_in.in_layer.weight").isPresent());
        return config;
    }

    private Map<String, List<String>> modules() {
        Map<String, List<String>> modules = OriginalNames.flux(queries());
        modules.put("final_layer.adaLN_modulation.1", List.of("norm_out.linear"));
        return modules;
    }

    /** The keys that tell how many blocks there are. */
    private Set<String> queries() {
        return Stream.concat(
                        IntStream.range(0, layers).mapToObj(i -> "transformer_blocks." + i),
                        IntStream.range(0, single).mapToObj(i -> "single_transformer_blocks." + i))
                .map(block -> block + ".attn.to_q.weight")
                .collect(Collectors.toUnmodifiableSet());
    }

    private Map<String, String> norms() {
        Map<String, String> norms = new HashMap<>();
        for (int i = 0; i < layers; i++) {
            String block = "transformer_blocks." + i + ".attn.norm_";
            put(norms, DOUBLE + "." + i + ".img_attn.norm.", block);
            put(norms, DOUBLE + "." + i + ".txt_attn.norm.", block + "added_");
        }
        for (int i = 0; i < single; i++) {
            put(norms, SINGLE + "." + i + ".norm.", "single_transformer_blocks." + i + ".attn.norm_");
        }
        return norms;
    }

    private static void put(Map<String, String> norms, String own, String diffusers) {
        norms.put(own + "query_norm.scale", diffusers + "q.weight");
        norms.put(own + "key_norm.scale", diffusers + "k.weight");
    }
}
