package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A transformer in a file of its own, under the names of its makers or of diffusers.
 *
 * @param weights under the names of diffusers
 * @param config the content of its {@code config.json}, as far as shapes determine it
 */
public record TransformerFile(Weights weights, Map<String, Object> config) {

    private static final List<String> PREFIXES = List.of("model.diffusion_model.", "diffusion_model.", "");

    /** FLUX.1's of a file; empty if it holds none. */
    public static Optional<TransformerFile> flux(Weights file) {
        return in(file, "double_blocks.0.img_attn.qkv.weight")
                .map(FluxLayout::read)
                .or(() -> diffusers(file, "single_transformer_blocks.0.attn.to_q.weight")
                        .map(it -> new TransformerFile(it.weights, Map.of("guidance_embeds", isGuided(it.weights)))));
    }

    /** Stable Diffusion 3's of a file; empty if it holds none. */
    public static Optional<TransformerFile> sd3(Weights file) {
        return in(file, "joint_blocks.0.context_block.attn.qkv.weight")
                .map(Sd3Layout::read)
                .or(() -> diffusers(file, "pos_embed.pos_embed"));
    }

    private static boolean isGuided(Weights flux) {
        return flux.find("time_text_embed.guidance_embedder.linear_1.weight").isPresent();
    }

    /** FLUX.2's of a file; empty if it holds none. */
    public static Optional<TransformerFile> flux2(Weights file) {
        return in(file, "double_stream_modulation_img.lin.weight").map(Flux2Layout::read);
    }

    /** Z-Image's of a file; empty if it holds none. */
    public static Optional<TransformerFile> zImage(Weights file) {
        return in(file, "x_pad_token")
                .filter(original ->
                        original.find("layers.0.attention.qkv.weight").isPresent())
                .map(ZImageLayout::read);
    }

    /**
     * A transformer under the names of diffusers, whose shapes are not looked at; empty if it lacks a weight.
     *
     * @param key of that weight
     */
    public static Optional<TransformerFile> diffusers(Weights file, String key) {
        return in(file, key).map(found -> {
            Map<String, String> same = found.names().stream().collect(Collectors.toMap(name -> name, name -> name));
            return new TransformerFile(found.renamed(Map.of(), same, Set.of(), 0), Map.of());
        });
    }

    private static Optional<OriginalWeights> in(Weights file, String key) {
        return PREFIXES.stream()
                .filter(prefix -> file.find(prefix + key).isPresent())
                .findFirst()
                .map(prefix -> new OriginalWeights(file, prefix));
    }
}
