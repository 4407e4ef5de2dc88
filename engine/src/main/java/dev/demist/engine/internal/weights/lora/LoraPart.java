package dev.demist.engine.internal.weights.lora;

import java.util.List;

/** The part of a pipeline that a module of a LoRA file adapts; files tell it by a prefix. */
public enum LoraPart {
    /** The denoiser. Files of one part alone may leave the prefix out. */
    UNET("unet.", "lora_unet_"),
    /** The first text encoder. */
    TEXT_ENCODER("text_encoder.", "lora_te_", "lora_te1_"),
    /** The second text encoder of Stable Diffusion XL. */
    TEXT_ENCODER_2("text_encoder_2.", "lora_te2_");

    private final String dotted;
    private final List<String> flat;

    LoraPart(String dotted, String... flat) {
        this.dotted = dotted;
        this.flat = List.of(flat);
    }

    /** The part's name in diffusers. */
    String partName() {
        return dotted.substring(0, dotted.length() - 1);
    }

    /** The prefix of diffusers. */
    String dotted() {
        return dotted;
    }

    /** The prefixes of kohya's trainer, whose names have underscores for dots. */
    List<String> flat() {
        return flat;
    }

    /** Whether a module of a file belongs to this part. */
    boolean owns(String module) {
        boolean prefixed = module.startsWith(dotted) || flat.stream().anyMatch(module::startsWith);
        return prefixed
                || (this == UNET && module.matches("(base_model\\.model\\.)?(down_blocks|mid_block|up_blocks)\\..*"));
    }
}
