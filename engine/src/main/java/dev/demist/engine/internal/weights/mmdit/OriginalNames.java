package dev.demist.engine.internal.weights.mmdit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The modules of an original layout, each with its modules in diffusers: one, or several whose rows stand below each
 * other in the original one.
 */
public final class OriginalNames {

    private static final List<String> PICTURE = List.of("attn.to_q", "attn.to_k", "attn.to_v");
    private static final List<String> TEXT = List.of("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj");

    private static final Map<String, List<String>> FLUX = Map.ofEntries(
            single("img_in", "x_embedder"),
            single("txt_in", "context_embedder"),
            single("time_in.in_layer", "time_text_embed.timestep_embedder.linear_1"),
            single("time_in.out_layer", "time_text_embed.timestep_embedder.linear_2"),
            single("guidance_in.in_layer", "time_text_embed.guidance_embedder.linear_1"),
            single("guidance_in.out_layer", "time_text_embed.guidance_embedder.linear_2"),
            single("vector_in.in_layer", "time_text_embed.text_embedder.linear_1"),
            single("vector_in.out_layer", "time_text_embed.text_embedder.linear_2"),
            single("final_layer.linear", "proj_out"));

    private static final Map<String, List<String>> FLUX_DOUBLE = Map.ofEntries(
            Map.entry("img_attn.qkv", PICTURE),
            Map.entry("txt_attn.qkv", TEXT),
            single("img_attn.proj", "attn.to_out.0"),
            single("txt_attn.proj", "attn.to_add_out"),
            single("img_mod.lin", "norm1.linear"),
            single("txt_mod.lin", "norm1_context.linear"),
            single("img_mlp.0", "ff.net.0.proj"),
            single("img_mlp.2", "ff.net.2"),
            single("txt_mlp.0", "ff_context.net.0.proj"),
            single("txt_mlp.2", "ff_context.net.2"));

    private static final Map<String, List<String>> FLUX_SINGLE = Map.of(
            "linear1", List.of("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp"),
            "linear2", List.of("proj_out"),
            "modulation.lin", List.of("norm.linear"));

    private static final Map<String, List<String>> SD3 = Map.ofEntries(
            single("x_embedder.proj", "pos_embed.proj"),
            single("context_embedder", "context_embedder"),
            single("t_embedder.mlp.0", "time_text_embed.timestep_embedder.linear_1"),
            single("t_embedder.mlp.2", "time_text_embed.timestep_embedder.linear_2"),
            single("y_embedder.mlp.0", "time_text_embed.text_embedder.linear_1"),
            single("y_embedder.mlp.2", "time_text_embed.text_embedder.linear_2"),
            single("final_layer.linear", "proj_out"));

    private static final Map<String, List<String>> SD3_JOINT = Map.ofEntries(
            Map.entry("x_block.attn.qkv", PICTURE),
            Map.entry("x_block.attn2.qkv", List.of("attn2.to_q", "attn2.to_k", "attn2.to_v")),
            Map.entry("context_block.attn.qkv", TEXT),
            single("x_block.attn.proj", "attn.to_out.0"),
            single("x_block.attn2.proj", "attn2.to_out.0"),
            single("context_block.attn.proj", "attn.to_add_out"),
            single("x_block.adaLN_modulation.1", "norm1.linear"),
            single("context_block.adaLN_modulation.1", "norm1_context.linear"),
            single("x_block.mlp.fc1", "ff.net.0.proj"),
            single("x_block.mlp.fc2", "ff.net.2"),
            single("context_block.mlp.fc1", "ff_context.net.0.proj"),
            single("context_block.mlp.fc2", "ff_context.net.2"));

    private OriginalNames() {}

    /** Those of FLUX.1 by Black Forest Labs; {@code keys} are the transformer's weights in diffusers. */
    public static Map<String, List<String>> flux(Set<String> keys) {
        Map<String, List<String>> names = new LinkedHashMap<>(FLUX);
        addBlocks(names, "double_blocks", "transformer_blocks", FLUX_DOUBLE, keys);
        addBlocks(names, "single_blocks", "single_transformer_blocks", FLUX_SINGLE, keys);
        return names;
    }

    /** Those of Stable Diffusion 3 by Stability AI; {@code keys} are the transformer's weights in diffusers. */
    public static Map<String, List<String>> sd3(Set<String> keys) {
        Map<String, List<String>> names = new LinkedHashMap<>(SD3);
        addBlocks(names, "joint_blocks", "transformer_blocks", SD3_JOINT, keys);
        return names;
    }

    private static void addBlocks(
            Map<String, List<String>> names,
            String original,
            String diffusers,
            Map<String, List<String>> modules,
            Set<String> keys) {
        for (int i = 0; keys.contains(diffusers + "." + i + ".attn.to_q.weight"); i++) {
            String block = diffusers + "." + i + ".";
            String prefix = original + "." + i + ".";
            modules.forEach((name, own) ->
                    names.put(prefix + name, own.stream().map(block::concat).toList()));
        }
    }

    private static Map.Entry<String, List<String>> single(String original, String diffusers) {
        return Map.entry(original, List.of(diffusers));
    }
}
