package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.NetworkFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Stable Diffusion 3 and 3.5 as Stability AI published them (github.com/Stability-AI/sd3-ref).
 *
 * @param original the weights under their names
 * @param layers the blocks
 */
record Sd3Layout(OriginalWeights original, int layers) {

    /** The width of a head, which shows in its norms; models without these have this one. */
    private static final int HEAD = 64;

    private static final String PATCHES = "x_embedder.proj.weight";
    private static final String JOINT = "joint_blocks.";
    private static final String DIFFUSERS = "transformer_blocks.";

    static NetworkFile read(OriginalWeights original) {
        Sd3Layout layout = new Sd3Layout(original, original.count("joint_blocks", "x_block.attn.qkv.weight"));
        return new NetworkFile(
                original.renamed(layout.modules(), layout.others(), layout.swapped(), layout.width()), layout.config());
    }

    private int width() {
        return original.length(PATCHES, 0);
    }

    private Map<String, Object> config() {
        int norm = original.length(JOINT + "0.x_block.attn.ln_q.weight", 0);
        int head = norm == 0 ? HEAD : norm;
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "SD3Transformer2DModel");
        config.put("in_channels", original.length(PATCHES, 1));
        config.put("out_channels", original.length(PATCHES, 1));
        config.put("patch_size", original.length(PATCHES, 2));
        config.put("num_layers", layers);
        config.put("attention_head_dim", head);
        config.put("num_attention_heads", width() / head);
        config.put("caption_projection_dim", width());
        config.put("joint_attention_dim", original.length("context_embedder.weight", 1));
        config.put("pooled_projection_dim", original.length("y_embedder.mlp.0.weight", 1));
        config.put("pos_embed_max_size", (int) Math.sqrt(original.length("pos_embed", 1)));
        config.put("qk_norm", norm == 0 ? null : "rms_norm");
        config.put("dual_attention_layers", dualLayers());
        return config;
    }

    private List<Integer> dualLayers() {
        return IntStream.range(0, layers)
                .filter(i ->
                        original.find(JOINT + i + ".x_block.attn2.qkv.weight").isPresent())
                .boxed()
                .toList();
    }

    private Map<String, List<String>> modules() {
        Set<String> queries = IntStream.range(0, layers)
                .mapToObj(i -> DIFFUSERS + i + ".attn.to_q.weight")
                .collect(Collectors.toUnmodifiableSet());
        Map<String, List<String>> modules = OriginalNames.sd3(queries);
        modules.put("final_layer.adaLN_modulation.1", List.of("norm_out.linear"));
        return modules;
    }

    /** The last block gives no text, so its text has scale and shift alone, as the end of the network has. */
    private Set<String> swapped() {
        return Set.of("norm_out.linear", DIFFUSERS + (layers - 1) + ".norm1_context.linear");
    }

    private Map<String, String> others() {
        Map<String, String> others = new HashMap<>(Map.of("pos_embed", "pos_embed.pos_embed"));
        for (int i = 0; i < layers; i++) {
            put(others, JOINT + i + ".x_block.attn.", DIFFUSERS + i + ".attn.norm_");
            put(others, JOINT + i + ".x_block.attn2.", DIFFUSERS + i + ".attn2.norm_");
            put(others, JOINT + i + ".context_block.attn.", DIFFUSERS + i + ".attn.norm_added_");
        }
        return others;
    }

    private static void put(Map<String, String> norms, String own, String diffusers) {
        norms.put(own + "ln_q.weight", diffusers + "q.weight");
        norms.put(own + "ln_k.weight", diffusers + "k.weight");
    }
}
