package dev.demist.engine.internal.family;

import dev.demist.engine.internal.weights.ldm.UnetLayout;
import dev.demist.engine.internal.weights.lora.LoraPart;
import java.util.List;

/** The names by which LoRA files address the parts of Stable Diffusion. */
public final class LoraParts {

    /** The U-Net; its second version and XL are trained under the names of Latent Diffusion too. */
    public static final LoraPart UNET = new LoraPart(
            "unet",
            List.of("lora_unet_"),
            List.of("down_blocks", "mid_block", "up_blocks"),
            keys -> UnetLayout.ofDiffusers(keys).modules());

    /** The only or first text encoder. */
    public static final LoraPart TEXT_ENCODER = new LoraPart("text_encoder", "lora_te_", "lora_te1_");

    /** The second text encoder of Stable Diffusion XL. */
    public static final LoraPart TEXT_ENCODER_2 = new LoraPart("text_encoder_2", "lora_te2_");

    private LoraParts() {}
}
