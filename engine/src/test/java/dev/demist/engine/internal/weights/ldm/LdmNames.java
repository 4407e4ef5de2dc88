package dev.demist.engine.internal.weights.ldm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Diffusers' names under which Latent Diffusion wrote them, by arithmetic. For tests: the opposite way. */
final class LdmNames {

    private static final Pattern BLOCK =
            Pattern.compile("(down|up)_blocks\\.(\\d+)\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d+)\\.(.*)");
    private static final String[][] RESNET = {
        {"norm1", "in_layers.0"}, {"conv1", "in_layers.2"}, {"time_emb_proj", "emb_layers.1"},
        {"norm2", "out_layers.0"}, {"conv2", "out_layers.3"}, {"conv_shortcut", "skip_connection"}
    };
    private static final String[][] UNET = {
        {"conv_in.", "input_blocks.0.0."},
        {"conv_norm_out.", "out.0."},
        {"conv_out.", "out.2."},
        {"time_embedding.linear_1.", "time_embed.0."},
        {"time_embedding.linear_2.", "time_embed.2."},
        {"add_embedding.linear_1.", "label_emb.0.0."},
        {"add_embedding.linear_2.", "label_emb.0.2."},
        {"mid_block.resnets.0.", "middle_block.0."},
        {"mid_block.attentions.0.", "middle_block.1."},
        {"mid_block.resnets.1.", "middle_block.2."}
    };
    private static final String[][] VAE = {
        {"conv_norm_out", "norm_out"},
        {"mid_block.resnets.0", "mid.block_1"},
        {"mid_block.resnets.1", "mid.block_2"},
        {"mid_block.attentions.0", "mid.attn_1"},
        {"group_norm", "norm"},
        {"to_q", "q"},
        {"to_k", "k"},
        {"to_v", "v"},
        {"to_out.0", "proj_out"},
        {"conv_shortcut", "nin_shortcut"}
    };
    private static final String[][] OPEN_CLIP = {
        {"text_model.embeddings.token_embedding", "token_embedding"},
        {"text_model.embeddings.position_embedding.weight", "positional_embedding"},
        {"text_model.final_layer_norm", "ln_final"},
        {"text_model.encoder.layers", "transformer.resblocks"},
        {"layer_norm1", "ln_1"},
        {"layer_norm2", "ln_2"},
        {"mlp.fc1", "mlp.c_fc"},
        {"mlp.fc2", "mlp.c_proj"},
        {"self_attn", "attn"},
        {"text_projection.weight", "text_projection"}
    };

    private LdmNames() {}

    /** A UNet's name. {@code attends} says whether the block of an up-sampling has attention. */
    static String unet(String name, int layers, boolean attends) {
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            return name.startsWith("mid_block.resnets") ? exchange(exchange(name, UNET), RESNET) : exchange(name, UNET);
        }
        int level = Integer.parseInt(block.group(2));
        int index = level * (layers + 1) + Integer.parseInt(block.group(4));
        String rest = block.group(5);
        return switch (block.group(1) + " " + block.group(3)) {
            case "down resnets" -> "input_blocks." + (index + 1) + ".0." + exchange(rest, RESNET);
            case "down attentions" -> "input_blocks." + (index + 1) + ".1." + rest;
            case "down downsamplers" ->
                "input_blocks." + (level + 1) * (layers + 1) + ".0." + rest.replace("conv", "op");
            case "up resnets" -> "output_blocks." + index + ".0." + exchange(rest, RESNET);
            case "up attentions" -> "output_blocks." + index + ".1." + rest;
            default -> "output_blocks." + (index + layers) + (attends ? ".2." : ".1.") + rest;
        };
    }

    /** A ControlNet's name. */
    static String controlNet(String name, int layers) {
        String picture = "controlnet_cond_embedding.";
        if (!name.startsWith(picture)) {
            return name.startsWith("controlnet_mid_block")
                    ? name.replace("controlnet_mid_block", "middle_block_out.0")
                    : name.startsWith("controlnet_down_blocks")
                            ? name.replaceFirst("controlnet_down_blocks\\.(\\d+)", "zero_convs.$1.0")
                            : unet(name, layers, false);
        }
        String[] parts = name.substring(picture.length()).split("\\.");
        int index = parts[0].equals("conv_in") ? 0 : parts[0].equals("conv_out") ? 5 : Integer.parseInt(parts[1]) + 1;
        return "input_hint_block." + 2 * index + "." + parts[parts.length - 1];
    }

    /** An autoencoder's name. */
    static String vae(String name, int levels) {
        Matcher up = Pattern.compile("decoder\\.up_blocks\\.(\\d+)\\.(.*)").matcher(name);
        String text = up.matches()
                ? "decoder.up." + (levels - 1 - Integer.parseInt(up.group(1))) + "." + up.group(2)
                : name.replace("encoder.down_blocks", "encoder.down");
        text = text.replaceAll("(up|down)samplers\\.0", "$1sample")
                .replaceAll("(\\.(?:up|down)\\.\\d+)\\.resnets", "$1.block");
        return name.contains("mid_block") || name.contains("conv_norm_out") || name.contains("shortcut")
                ? exchange(text, VAE)
                : text;
    }

    /** A text encoder's name in OpenCLIP. */
    static String openClip(String name) {
        return exchange(name, OPEN_CLIP);
    }

    private static String exchange(String name, String[][] pairs) {
        String text = name;
        for (String[] pair : pairs) {
            text = text.replace(pair[0], pair[1]);
        }
        return text;
    }
}
