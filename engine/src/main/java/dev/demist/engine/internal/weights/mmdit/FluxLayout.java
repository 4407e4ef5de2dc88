package dev.demist.engine.internal.weights.mmdit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** FLUX.1 as Black Forest Labs published it (github.com/black-forest-labs/flux). */
final class FluxLayout {

    private FluxLayout() {}

    static TransformerFile read(OriginalWeights original) {
        int layers = original.count("double_blocks", "img_attn.qkv.weight");
        int single = original.count("single_blocks", "linear1.weight");
        int width = original.length("img_in.weight", 0);
        int head = original.length("double_blocks.0.img_attn.norm.query_norm.scale", 0);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "FluxTransformer2DModel");
        config.put("in_channels", original.length("img_in.weight", 1));
        config.put("num_layers", layers);
        config.put("num_single_layers", single);
        config.put("attention_head_dim", head);
        config.put("num_attention_heads", head == 0 ? 0 : width / head);
        config.put("joint_attention_dim", original.length("txt_in.weight", 1));
        config.put("pooled_projection_dim", original.length("vector_in.in_layer.weight", 1));
        config.put(
                "guidance_embeds", original.find("guidance_in.in_layer.weight").isPresent());
        Map<String, List<String>> modules =
                OriginalNames.flux(blocks("transformer_blocks", layers, "single_transformer_blocks", single));
        modules.put("final_layer.adaLN_modulation.1", List.of("norm_out.linear"));
        Map<String, String> norms = new HashMap<>();
        for (int i = 0; i < layers; i++) {
            norms(norms, "double_blocks." + i + ".img_attn.norm.", "transformer_blocks." + i + ".attn.norm_");
            norms(norms, "double_blocks." + i + ".txt_attn.norm.", "transformer_blocks." + i + ".attn.norm_added_");
        }
        for (int i = 0; i < single; i++) {
            norms(norms, "single_blocks." + i + ".norm.", "single_transformer_blocks." + i + ".attn.norm_");
        }
        return new TransformerFile(original.renamed(modules, norms, Set.of("norm_out.linear"), width), config);
    }

    private static void norms(Map<String, String> norms, String original, String diffusers) {
        norms.put(original + "query_norm.scale", diffusers + "q.weight");
        norms.put(original + "key_norm.scale", diffusers + "k.weight");
    }

    /** The keys that tell how many blocks there are. */
    private static Set<String> blocks(String first, int count, String second, int more) {
        return Stream.concat(
                        IntStream.range(0, count).mapToObj(i -> first + "." + i),
                        IntStream.range(0, more).mapToObj(i -> second + "." + i))
                .map(block -> block + ".attn.to_q.weight")
                .collect(Collectors.toUnmodifiableSet());
    }
}
