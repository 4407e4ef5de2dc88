package dev.demist.engine.internal.weights.mmdit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Stable Diffusion 3 and 3.5 as Stability AI published them (github.com/Stability-AI/sd3-ref). */
final class Sd3Layout {

    private Sd3Layout() {}

    static TransformerFile read(OriginalWeights original) {
        int layers = original.count("joint_blocks", "x_block.attn.qkv.weight");
        int width = original.length("x_embedder.proj.weight", 0);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "SD3Transformer2DModel");
        config.put("in_channels", original.length("x_embedder.proj.weight", 1));
        config.put("out_channels", original.length("x_embedder.proj.weight", 1));
        config.put("patch_size", original.length("x_embedder.proj.weight", 2));
        config.put("num_layers", layers);
        config.put("caption_projection_dim", width);
        config.put("joint_attention_dim", original.length("context_embedder.weight", 1));
        config.put("pooled_projection_dim", original.length("y_embedder.mlp.0.weight", 1));
        config.put("pos_embed_max_size", (int) Math.sqrt(original.length("pos_embed", 1)));
        int head = original.length("joint_blocks.0.x_block.attn.ln_q.weight", 0);
        config.put("qk_norm", head == 0 ? null : "rms_norm");
        int headWidth = head == 0 ? 64 : head;
        config.put("attention_head_dim", headWidth);
        config.put("num_attention_heads", width / headWidth);
        config.put(
                "dual_attention_layers",
                IntStream.range(0, layers)
                        .filter(i -> original.find("joint_blocks." + i + ".x_block.attn2.qkv.weight")
                                .isPresent())
                        .boxed()
                        .toList());
        Map<String, List<String>> modules = OriginalNames.sd3(blocks(layers));
        modules.put("final_layer.adaLN_modulation.1", List.of("norm_out.linear"));
        Map<String, String> others = new HashMap<>(Map.of("pos_embed", "pos_embed.pos_embed"));
        for (int i = 0; i < layers; i++) {
            String block = "transformer_blocks." + i + ".";
            String own = "joint_blocks." + i + ".";
            layerNorms(others, own + "x_block.attn.", block + "attn.norm_");
            layerNorms(others, own + "x_block.attn2.", block + "attn2.norm_");
            layerNorms(others, own + "context_block.attn.", block + "attn.norm_added_");
        }
        Set<String> swapped = Set.of("norm_out.linear", "transformer_blocks." + (layers - 1) + ".norm1_context.linear");
        return new TransformerFile(original.renamed(modules, others, swapped, width), config);
    }

    /** The keys that tell how many blocks there are. */
    private static Set<String> blocks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "transformer_blocks." + i + ".attn.to_q.weight")
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void layerNorms(Map<String, String> norms, String original, String diffusers) {
        norms.put(original + "ln_q.weight", diffusers + "q.weight");
        norms.put(original + "ln_k.weight", diffusers + "k.weight");
    }
}
