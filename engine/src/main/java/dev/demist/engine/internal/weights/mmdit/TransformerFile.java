package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transformer in a file of its own, under the names of its makers.
 *
 * @param weights under the names of diffusers
 * @param config the content of its {@code config.json}, as far as shapes determine it
 */
public record TransformerFile(Weights weights, Map<String, Object> config) {

    private static final List<String> PREFIXES = List.of("model.diffusion_model.", "diffusion_model.", "");

    /** FLUX.1's of a file; empty if it holds none. */
    public static Optional<TransformerFile> flux(Weights file) {
        return in(file, "double_blocks.0.img_attn.qkv.weight").map(FluxLayout::read);
    }

    /** Stable Diffusion 3's of a file; empty if it holds none. */
    public static Optional<TransformerFile> sd3(Weights file) {
        return in(file, "joint_blocks.0.context_block.attn.qkv.weight").map(Sd3Layout::read);
    }

    private static Optional<OriginalWeights> in(Weights file, String key) {
        return PREFIXES.stream()
                .filter(prefix -> file.find(prefix + key).isPresent())
                .findFirst()
                .map(prefix -> new OriginalWeights(file, prefix));
    }
}
