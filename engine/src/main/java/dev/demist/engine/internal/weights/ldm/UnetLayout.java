package dev.demist.engine.internal.weights.ldm;

import java.util.Map;
import java.util.Set;

/**
 * The numbering of a UNet's blocks: Latent Diffusion numbers them consecutively, diffusers by level.
 *
 * @param levels resolutions
 * @param layers residual blocks of a level on the way down; one more on the way up
 */
public record UnetLayout(int levels, int layers) {

    /** The module of a ControlNet that its picture enters by. */
    static final String PICTURE = "controlnet_cond_embedding";

    /** The layout of keys of Latent Diffusion: a level ends with its downsampling {@code op}. */
    static UnetLayout ofLdm(Set<String> keys) {
        int blocks = count(keys, "input_blocks.%d.0.");
        int levels = 1;
        int layers = blocks - 1;
        for (int i = blocks - 1; i > 0; i--) {
            if (keys.contains("input_blocks." + i + ".0.op.weight")) {
                levels++;
                layers = i - 1;
            }
        }
        return new UnetLayout(levels, layers);
    }

    /** The layout of keys of diffusers. */
    public static UnetLayout ofDiffusers(Set<String> keys) {
        return new UnetLayout(count(keys, "down_blocks.%d."), count(keys, "down_blocks.0.resnets.%d."));
    }

    static int count(Set<String> keys, String prefix) {
        int count = 0;
        while (startsAny(keys, prefix.formatted(count))) {
            count++;
        }
        return count;
    }

    private static boolean startsAny(Set<String> keys, String prefix) {
        return keys.stream().anyMatch(key -> key.startsWith(prefix));
    }

    /** The names of modules in Latent Diffusion, with those in diffusers. */
    public Map<String, String> modules() {
        return renaming().modules();
    }

    Renaming renaming() {
        Renaming names = new Renaming()
                .put("input_blocks.0.0", "conv_in")
                .put("time_embed.0", "time_embedding.linear_1")
                .put("time_embed.2", "time_embedding.linear_2")
                .put("label_emb.0.0", "add_embedding.linear_1")
                .put("label_emb.0.2", "add_embedding.linear_2")
                .put("out.0", "conv_norm_out")
                .put("out.2", "conv_out")
                .put("middle_block.1", "mid_block.attentions.0");
        resnet(names, "middle_block.0", "mid_block.resnets.0");
        resnet(names, "middle_block.2", "mid_block.resnets.1");
        down(names);
        up(names);
        return names;
    }

    /** The names of a ControlNet's modules: a way down, and the convolutions around it. */
    Renaming controlNet(Set<String> keys) {
        Renaming names = renaming().put("middle_block_out.0", "controlnet_mid_block");
        for (int i = 0; i <= levels * (layers + 1); i++) {
            names.put("zero_convs." + i + ".0", "controlnet_down_blocks." + i);
        }
        int hints = 0;
        while (keys.contains("input_hint_block." + 2 * hints + ".weight")) {
            names.put("input_hint_block." + 2 * hints, PICTURE + ".blocks." + (hints - 1));
            hints++;
        }
        return names.put("input_hint_block.0", PICTURE + ".conv_in")
                .put("input_hint_block." + 2 * (hints - 1), PICTURE + ".conv_out");
    }

    private void down(Renaming names) {
        for (int level = 0, i = 1; level < levels; level++) {
            String block = "down_blocks." + level;
            for (int layer = 0; layer < layers; layer++, i++) {
                resnet(names, "input_blocks." + i + ".0", block + ".resnets." + layer);
                names.put("input_blocks." + i + ".1", block + ".attentions." + layer);
            }
            names.put("input_blocks." + i++ + ".0.op", block + ".downsamplers.0.conv");
        }
    }

    /** The upsampling follows the attention, or the residual block where a level has no attention. */
    private void up(Renaming names) {
        for (int level = 0, i = 0; level < levels; level++) {
            String block = "up_blocks." + level;
            for (int layer = 0; layer <= layers; layer++, i++) {
                resnet(names, "output_blocks." + i + ".0", block + ".resnets." + layer);
                names.put("output_blocks." + i + ".1", block + ".attentions." + layer);
                names.put("output_blocks." + i + ".1.conv", block + ".upsamplers.0.conv");
                names.put("output_blocks." + i + ".2.conv", block + ".upsamplers.0.conv");
            }
        }
    }

    private static void resnet(Renaming names, String from, String to) {
        names.put(from + ".in_layers.0", to + ".norm1")
                .put(from + ".in_layers.2", to + ".conv1")
                .put(from + ".emb_layers.1", to + ".time_emb_proj")
                .put(from + ".out_layers.0", to + ".norm2")
                .put(from + ".out_layers.3", to + ".conv2")
                .put(from + ".skip_connection", to + ".conv_shortcut");
    }
}
