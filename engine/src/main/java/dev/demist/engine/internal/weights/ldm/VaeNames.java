package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.Weight;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The autoencoder's modules. Latent Diffusion counts the levels of the way up from the smallest resolution's end. */
final class VaeNames {

    private VaeNames() {}

    /** Diffusers' names for keys without {@code first_stage_model.}, and the view of each weight. */
    static Map<String, View> views(Set<String> keys) {
        return keys.stream().anyMatch(key -> key.startsWith("decoder.up_blocks."))
                ? keys.stream().collect(Collectors.toMap(Function.identity(), View::new))
                : views(keys, renaming(keys));
    }

    /** FLUX.2 has the convolutions around the latents within encoder and decoder. */
    private static Renaming renaming(Set<String> keys) {
        int levels = UnetLayout.count(keys, "encoder.down.%d.");
        Renaming names = new Renaming()
                .put("quant_conv", "quant_conv")
                .put("post_quant_conv", "post_quant_conv")
                .put("encoder.quant_conv", "quant_conv")
                .put("decoder.post_quant_conv", "post_quant_conv")
                .put("bn", "bn");
        for (String side : new String[] {"encoder", "decoder"}) {
            names.put(side + ".conv_in", side + ".conv_in")
                    .put(side + ".conv_out", side + ".conv_out")
                    .put(side + ".norm_out", side + ".conv_norm_out");
            resnet(names, side + ".mid.block_1", side + ".mid_block.resnets.0");
            resnet(names, side + ".mid.block_2", side + ".mid_block.resnets.1");
            attention(names, side + ".mid.attn_1", side + ".mid_block.attentions.0");
        }
        for (int level = 0; level < levels; level++) {
            String down = "encoder.down_blocks." + level;
            String up = "decoder.up_blocks." + (levels - 1 - level);
            names.put("encoder.down." + level + ".downsample.conv", down + ".downsamplers.0.conv");
            names.put("decoder.up." + level + ".upsample.conv", up + ".upsamplers.0.conv");
            for (int block = 0; block < UnetLayout.count(keys, "decoder.up." + level + ".block.%d."); block++) {
                resnet(names, "encoder.down." + level + ".block." + block, down + ".resnets." + block);
                resnet(names, "decoder.up." + level + ".block." + block, up + ".resnets." + block);
            }
        }
        return names;
    }

    private static Map<String, View> views(Set<String> keys, Renaming names) {
        Map<String, View> views = new TreeMap<>();
        for (String key : keys) {
            names.apply(key)
                    .ifPresent(name -> views.put(
                            name,
                            name.contains(".attentions.0.to_") ? new View(key, VaeNames::asLinear) : new View(key)));
        }
        return views;
    }

    /** Attention was written as convolutions of 1x1. */
    private static Weight asLinear(Weight weight) {
        return weight.shape().length == 4 ? View.reshaped(weight, weight.shape()[0], weight.shape()[1]) : weight;
    }

    private static void resnet(Renaming names, String from, String to) {
        names.put(from, to).put(from + ".nin_shortcut", to + ".conv_shortcut");
    }

    private static void attention(Renaming names, String from, String to) {
        names.put(from + ".norm", to + ".group_norm")
                .put(from + ".q", to + ".to_q")
                .put(from + ".k", to + ".to_k")
                .put(from + ".v", to + ".to_v")
                .put(from + ".proj_out", to + ".to_out.0");
    }
}
