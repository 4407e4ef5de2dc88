package dev.demist.engine.internal.weights.lora;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The models that LoRAs are made for, as the names of their modules show. Dots count as underscores. */
enum BaseModel {
    FLUX("FLUX", "single_transformer_blocks_|double_blocks_|single_blocks_"),
    SD3("Stable Diffusion 3", "joint_blocks_|transformer_transformer_blocks_"),
    T5("Stable Diffusion 3 or FLUX (their T5 text encoder)", "te3_|encoder_3_|t5|SelfAttention"),
    CASCADE("Stable Cascade", "prior_unet_"),
    LUMINA("Lumina 2 or Z-Image", "(^|_)layers_\\d+_(attention|feed_forward)_"),
    WAN("Wan", "blocks_\\d+_(self_attn|cross_attn|ffn)_"),
    SDXL(
            "Stable Diffusion XL",
            "te2_|encoder_2_|clip_g_|label_emb_|add_embedding_|(middle|mid)_block_.*transformer_blocks_[1-9]"
                    + "|(input|output|down|up)_blocks_.*transformer_blocks_[1-9]"),
    UNET("a U-Net of Stable Diffusion", "(input|output|down|up)_blocks_|(middle|mid)_block_"),
    CLIP("a model with a CLIP text encoder", "text_model_encoder_layers_|clip_l_");

    private static final Pattern CROSS_ATTENTION = Pattern.compile(".*attn2[._]to_[kv]");

    private final String title;
    private final Pattern modules;

    BaseModel(String title, String modules) {
        this.title = title;
        this.modules = Pattern.compile(modules);
    }

    /** The end of a message: what the modules seem to be made for. */
    static String guess(Map<String, LoraModule> modules) {
        return Stream.of(values())
                .filter(model -> modules.keySet().stream()
                        .anyMatch(name ->
                                model.modules.matcher(name.replace('.', '_')).find()))
                .findFirst()
                .map(model -> "it seems to be made for " + (model == UNET ? ofWidth(modules) : model.title))
                .orElse("it was made for another model");
    }

    /** The width of the text states that the cross attention takes tells the versions apart. */
    private static String ofWidth(Map<String, LoraModule> modules) {
        int width = modules.entrySet().stream()
                .filter(entry -> CROSS_ATTENTION.matcher(entry.getKey()).matches())
                .mapToInt(entry -> entry.getValue().down().shape()[1])
                .findFirst()
                .orElse(0);
        return switch (width) {
            case 768 -> "Stable Diffusion 1.x";
            case 1024 -> "Stable Diffusion 2.x";
            case 2048 -> SDXL.title;
            default -> UNET.title;
        };
    }
}
