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

/** FLUX.2 as Black Forest Labs published it (github.com/black-forest-labs/flux2). */
public final class Flux2Layout {

    private static final Map<String, List<String>> OUTER = Map.ofEntries(
            single("img_in", "x_embedder"),
            single("txt_in", "context_embedder"),
            single("time_in.in_layer", "time_guidance_embed.timestep_embedder.linear_1"),
            single("time_in.out_layer", "time_guidance_embed.timestep_embedder.linear_2"),
            single("guidance_in.in_layer", "time_guidance_embed.guidance_embedder.linear_1"),
            single("guidance_in.out_layer", "time_guidance_embed.guidance_embedder.linear_2"),
            single("double_stream_modulation_img.lin", "double_stream_modulation_img.linear"),
            single("double_stream_modulation_txt.lin", "double_stream_modulation_txt.linear"),
            single("single_stream_modulation.lin", "single_stream_modulation.linear"),
            single("final_layer.linear", "proj_out"));

    private static final Map<String, List<String>> DOUBLE = Map.of(
            "img_attn.qkv", List.of("attn.to_q", "attn.to_k", "attn.to_v"),
            "txt_attn.qkv", List.of("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
            "img_attn.proj", List.of("attn.to_out.0"),
            "txt_attn.proj", List.of("attn.to_add_out"),
            "img_mlp.0", List.of("ff.linear_in"),
            "img_mlp.2", List.of("ff.linear_out"),
            "txt_mlp.0", List.of("ff_context.linear_in"),
            "txt_mlp.2", List.of("ff_context.linear_out"));

    private static final Map<String, List<String>> SINGLE =
            Map.of("linear1", List.of("attn.to_qkv_mlp_proj"), "linear2", List.of("attn.to_out"));

    private Flux2Layout() {}

    private static Map.Entry<String, List<String>> single(String original, String diffusers) {
        return Map.entry(original, List.of(diffusers));
    }

    /**
     * The modules of the original layout, each with those in diffusers whose rows it has.
     *
     * @param keys the transformer's weights in diffusers
     */
    public static Map<String, List<String>> modules(Set<String> keys) {
        Map<String, List<String>> modules = new LinkedHashMap<>(OUTER);
        for (int i = 0; keys.contains("transformer_blocks." + i + ".attn.to_q.weight"); i++) {
            addBlock(modules, "double_blocks." + i + ".", "transformer_blocks." + i + ".", DOUBLE);
        }
        for (int i = 0; keys.contains("single_transformer_blocks." + i + ".attn.to_out.weight"); i++) {
            addBlock(modules, "single_blocks." + i + ".", "single_transformer_blocks." + i + ".", SINGLE);
        }
        return modules;
    }

    private static void addBlock(
            Map<String, List<String>> modules, String original, String block, Map<String, List<String>> names) {
        names.forEach((name, own) ->
                modules.put(original + name, own.stream().map(block::concat).toList()));
    }

    static NetworkFile read(OriginalWeights original) {
        int layers = original.count("double_blocks", "img_attn.qkv.weight");
        int single = original.count("single_blocks", "linear1.weight");
        int width = original.length("img_in.weight", 0);
        Map<String, List<String>> modules = modules(keys(layers, single));
        modules.put("final_layer.adaLN_modulation.1", List.of("norm_out.linear"));
        return new NetworkFile(
                original.renamed(modules, norms(layers, single), Set.of("norm_out.linear"), width),
                config(original, layers, single, width));
    }

    private static Set<String> keys(int layers, int single) {
        return Stream.concat(
                        IntStream.range(0, layers).mapToObj(i -> "transformer_blocks." + i + ".attn.to_q.weight"),
                        IntStream.range(0, single)
                                .mapToObj(i -> "single_transformer_blocks." + i + ".attn.to_out.weight"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, String> norms(int layers, int single) {
        Map<String, String> norms = new HashMap<>();
        for (int i = 0; i < layers; i++) {
            String block = "transformer_blocks." + i + ".attn.norm_";
            addNorms(norms, "double_blocks." + i + ".img_attn.norm.", block);
            addNorms(norms, "double_blocks." + i + ".txt_attn.norm.", block + "added_");
        }
        for (int i = 0; i < single; i++) {
            addNorms(norms, "single_blocks." + i + ".norm.", "single_transformer_blocks." + i + ".attn.norm_");
        }
        return norms;
    }

    private static void addNorms(Map<String, String> norms, String original, String diffusers) {
        norms.put(original + "query_norm.scale", diffusers + "q.weight");
        norms.put(original + "key_norm.scale", diffusers + "k.weight");
    }

    private static Map<String, Object> config(OriginalWeights original, int layers, int single, int width) {
        int head = original.length("double_blocks.0.img_attn.norm.query_norm.scale", 0);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "Flux2Transformer2DModel");
        config.put("in_channels", original.length("img_in.weight", 1));
        config.put("out_channels", original.length("final_layer.linear.weight", 0));
        config.put("num_layers", layers);
        config.put("num_single_layers", single);
        config.put("attention_head_dim", head);
        config.put("num_attention_heads", head == 0 ? 0 : width / head);
        config.put("joint_attention_dim", original.length("txt_in.weight", 1));
        config.put("timestep_guidance_channels", original.length("time_in.in_layer.weight", 1));
        config.put("mlp_ratio", (double) original.length("double_blocks.0.img_mlp.0.weight", 0) / 2 / width);
        config.put(
                "guidance_embeds", original.find("guidance_in.in_layer.weight").isPresent());
        return config;
    }
}
