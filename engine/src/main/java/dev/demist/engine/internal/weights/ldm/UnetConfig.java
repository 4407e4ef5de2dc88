package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a UNet, read from its weights' shapes. */
final class UnetConfig {

    private static final int HEAD_SIZE = 64;
    private static final int HEADS_OF_1 = 8;

    private final Weights weights;
    private final UnetLayout layout;

    UnetConfig(Weights weights, UnetLayout layout) {
        this.weights = weights;
        this.layout = layout;
    }

    Map<String, Object> read(LdmFamily family) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "UNet2DConditionModel");
        config.put("sample_size", family.latentSize());
        config.put("in_channels", size("conv_in.weight", 1));
        config.put("out_channels", size("conv_out.weight", 0));
        config.put("layers_per_block", layout.layers());
        config.put("cross_attention_dim", crossAttention());
        config.put("upcast_attention", family == LdmFamily.SD2);
        putLevels(config);
        if (weights.find("add_embedding.linear_1.weight").isPresent()) {
            config.put("addition_embed_type", "text_time");
            config.put("addition_time_embed_dim", 256);
            config.put("projection_class_embeddings_input_dim", size("add_embedding.linear_1.weight", 1));
        }
        return config;
    }

    private void putLevels(Map<String, Object> config) {
        List<Integer> channels = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        for (int level = 0; level < layout.levels(); level++) {
            channels.add(size("down_blocks." + level + ".resnets.0.conv1.weight", 0));
            depths.add(depth("down_blocks." + level + ".attentions.0"));
        }
        int middle = depth("mid_block.attentions.0");
        boolean linear = shape("mid_block.attentions.0.proj_in.weight").length == 2;
        config.put("block_out_channels", channels);
        config.put("down_block_types", types(depths, "CrossAttnDownBlock2D", "DownBlock2D"));
        config.put("up_block_types", types(reversed(depths), "CrossAttnUpBlock2D", "UpBlock2D"));
        config.put(
                "transformer_layers_per_block",
                depths.stream().map(depth -> depth > 0 ? depth : middle).toList());
        config.put("use_linear_projection", linear);
        config.put(
                "attention_head_dim",
                linear ? channels.stream().map(c -> c / HEAD_SIZE).toList() : HEADS_OF_1);
    }

    private int crossAttention() {
        return weights.names().stream()
                .filter(name -> name.endsWith("attn2.to_k.weight"))
                .findFirst()
                .map(name -> size(name, 1))
                .orElseThrow(() -> LdmCheckpoint.notLdm(weights.origin(), "attn2.to_k.weight"));
    }

    private int depth(String attention) {
        return UnetLayout.count(weights.names(), attention + ".transformer_blocks.%d.");
    }

    private static List<String> types(List<Integer> depths, String attention, String plain) {
        return depths.stream().map(depth -> depth > 0 ? attention : plain).toList();
    }

    private static List<Integer> reversed(List<Integer> list) {
        List<Integer> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    private int[] shape(String name) {
        return weights.find(name).map(Weight::shape).orElseThrow(() -> LdmCheckpoint.notLdm(weights.origin(), name));
    }

    private int size(String name, int dimension) {
        int[] shape = shape(name);
        if (dimension >= shape.length) {
            throw LdmCheckpoint.notLdm(weights.origin(), name);
        }
        return shape[dimension];
    }
}
