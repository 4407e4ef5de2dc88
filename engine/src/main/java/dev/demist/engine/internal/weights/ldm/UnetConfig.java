package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The configuration of a U-Net or of a ControlNet for one, read from its weights' shapes. */
final class UnetConfig {

    private static final int HEAD_SIZE = 64;
    private static final int HEADS_OF_1 = 8;
    private static final String CONTEXT = "cross_attention_dim";
    private static final String MIDDLE = "mid_block.attentions.0";

    private final Weights weights;
    private final UnetLayout layout;

    UnetConfig(Weights weights, UnetLayout layout) {
        this.weights = weights;
        this.layout = layout;
    }

    /** All of it; what shapes do not show is that of the family. */
    Map<String, Object> read(LdmFamily family) {
        Map<String, Object> config = NetworkFile.with(Map.of(), wayDown());
        if (!config.containsKey(CONTEXT)) {
            throw LdmCheckpoint.notLdm(weights.origin(), "attn2.to_k.weight");
        }
        List<Integer> channels = channels();
        config.put("_class_name", "UNet2DConditionModel");
        config.put("sample_size", family.latentSize());
        config.put("out_channels", size("conv_out.weight", 0));
        config.put("up_block_types", wayUp());
        config.put("upcast_attention", family == LdmFamily.SD2);
        config.put(
                "attention_head_dim",
                isLinear() ? channels.stream().map(c -> c / HEAD_SIZE).toList() : HEADS_OF_1);
        return config;
    }

    /**
     * What the shapes of the way down and of the embeddings show, of a U-Net or a ControlNet for one; null for what
     * they show to be absent.
     */
    Map<String, Object> wayDown() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("in_channels", size("conv_in.weight", 1));
        config.put("layers_per_block", layout.layers());
        config.put("block_out_channels", channels());
        config.put("down_block_types", types(levels(), "CrossAttnDownBlock2D", "DownBlock2D"));
        crossAttention().ifPresent(width -> config.put(CONTEXT, width));
        int middle = depth(MIDDLE);
        config.put(
                "transformer_layers_per_block",
                levels().map(level -> attends(level) ? depth(attention(level)) : middle)
                        .toList());
        config.put("use_linear_projection", isLinear());
        config.put("mid_block_type", has(MIDDLE) ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D");
        boolean pooled = has("add_embedding.linear_1");
        config.put("addition_embed_type", pooled ? "text_time" : null);
        config.put("addition_time_embed_dim", pooled ? 256 : null);
        config.put("projection_class_embeddings_input_dim", pooled ? size("add_embedding.linear_1.weight", 1) : null);
        return config;
    }

    /** The blocks of the way up, which attend where those of the way down do. */
    List<String> wayUp() {
        int last = layout.levels() - 1;
        return types(levels().map(level -> last - level), "CrossAttnUpBlock2D", "UpBlock2D");
    }

    private Stream<Integer> levels() {
        return IntStream.range(0, layout.levels()).boxed();
    }

    private List<Integer> channels() {
        return levels().map(level -> size("down_blocks." + level + ".resnets.0.conv1.weight", 0))
                .toList();
    }

    /** Attention is projected by linear layers, or by convolutions of kernel 1. */
    private boolean isLinear() {
        return weights.names().stream()
                .filter(name -> name.endsWith("attentions.0.proj_in.weight"))
                .findFirst()
                .filter(name -> shape(name).length == 2)
                .isPresent();
    }

    private static String attention(int level) {
        return "down_blocks." + level + ".attentions.0";
    }

    private boolean attends(int level) {
        return has(attention(level));
    }

    private boolean has(String module) {
        return weights.names().stream().anyMatch(name -> name.startsWith(module + "."));
    }

    private Optional<Integer> crossAttention() {
        return weights.names().stream()
                .filter(name -> name.endsWith("attn2.to_k.weight"))
                .findFirst()
                .map(name -> size(name, 1));
    }

    private int depth(String attention) {
        return UnetLayout.count(weights.names(), attention + ".transformer_blocks.%d.");
    }

    private List<String> types(Stream<Integer> levels, String attention, String plain) {
        return levels.map(level -> attends(level) ? attention : plain).toList();
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
