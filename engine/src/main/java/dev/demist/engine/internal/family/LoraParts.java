package dev.demist.engine.internal.family;

import dev.demist.engine.internal.weights.ldm.UnetLayout;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.engine.internal.weights.mmdit.Flux2Layout;
import dev.demist.engine.internal.weights.mmdit.OriginalNames;
import dev.demist.engine.internal.weights.mmdit.ZImageLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The names by which LoRA files address the parts of Stable Diffusion. */
public final class LoraParts {

    /** The U-Net; many train it under the names of Latent Diffusion too. */
    public static final LoraPart UNET = new LoraPart(
            "unet",
            List.of("lora_unet_", "lycoris_", "model.diffusion_model.", "diffusion_model."),
            List.of(
                    "conv_in",
                    "time_embedding",
                    "add_embedding",
                    "down_blocks",
                    "mid_block",
                    "up_blocks",
                    "conv_out",
                    "time_embed",
                    "label_emb",
                    "input_blocks",
                    "middle_block",
                    "output_blocks"),
            keys -> UnetLayout.ofDiffusers(keys).modules());

    /** The transformer of Z-Image; some train it under the names of its makers. */
    public static final LoraPart Z_IMAGE = transformer(
            List.of("noise_refiner", "context_refiner", "t_embedder", "cap_embedder", "layers"), ZImageLayout::modules);

    /** The transformer of FLUX.2; many train it under the names of Black Forest Labs. */
    public static final LoraPart FLUX_2 = transformer(
            List.of("transformer_blocks", "single_transformer_blocks", "double_blocks", "single_blocks"),
            Flux2Layout::modules);

    /** The transformer of FLUX.1; many train it under the names of Black Forest Labs. */
    public static final LoraPart FLUX_1 = transformer(
            List.of("transformer_blocks", "single_transformer_blocks", "double_blocks", "single_blocks"),
            OriginalNames::flux);
    /** The transformer of Stable Diffusion 3; many train it under the names of Stability AI. */
    public static final LoraPart STABLE_DIFFUSION_3 =
            transformer(List.of("transformer_blocks", "joint_blocks"), OriginalNames::sd3);
    /** The only or first text encoder. */
    public static final LoraPart TEXT_ENCODER = new LoraPart(
            "text_encoder",
            List.of(
                    "lora_te_",
                    "lora_te1_",
                    "text_encoders.clip_l.transformer.",
                    "clip_l.transformer.",
                    "text_encoders.clip_h.transformer.",
                    "clip_h.transformer."),
            List.of("text_model"),
            keys -> Map.of());

    /** The second text encoder of Stable Diffusion XL. */
    public static final LoraPart TEXT_ENCODER_2 =
            new LoraPart("text_encoder_2", "lora_te2_", "text_encoders.clip_g.transformer.", "clip_g.transformer.");

    private LoraParts() {}

    private static LoraPart transformer(
            List<String> roots, Function<Set<String>, Map<String, List<String>>> originals) {
        List<String> prefixes =
                List.of("lora_transformer_", "lora_unet_", "lycoris_", "model.diffusion_model.", "diffusion_model.");
        return new LoraPart("transformer", prefixes, roots, keys -> Map.of(), originals);
    }

    /** A T5, by the name of its part. */
    static LoraPart t5(String name) {
        return new LoraPart(name, "lora_te3_", "text_encoders.t5xxl.transformer.", "t5xxl.transformer.");
    }
}
