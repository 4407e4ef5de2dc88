package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Transformers under the names of their makers or of diffusers, in files of their own or in one with a whole
 * checkpoint. Of those under the names of diffusers the shapes are not looked at: their configurations do not name a
 * class.
 */
public final class TransformerFile {

    private static final List<String> PREFIXES = List.of("model.diffusion_model.", "diffusion_model.", "");

    private TransformerFile() {}

    /** That of a file, whichever it is; empty if it holds none. */
    public static Optional<NetworkFile> any(Weights file) {
        return flux(file).or(() -> sd3(file)).or(() -> flux2(file)).or(() -> zImage(file));
    }

    /** FLUX.1's of a file; empty if it holds none. */
    public static Optional<NetworkFile> flux(Weights file) {
        return in(file, "double_blocks.0.img_attn.qkv.weight")
                .filter(original -> original.find("vector_in.in_layer.weight").isPresent())
                .map(FluxLayout::read)
                .or(() -> diffusers(file, "single_transformer_blocks.0.attn.to_q.weight")
                        .map(it -> new NetworkFile(it.weights(), Map.of("guidance_embeds", isGuided(it.weights())))));
    }

    private static boolean isGuided(Weights flux) {
        return flux.find("time_text_embed.guidance_embedder.linear_1.weight").isPresent();
    }

    /** Stable Diffusion 3's of a file; empty if it holds none. */
    public static Optional<NetworkFile> sd3(Weights file) {
        return in(file, "joint_blocks.0.context_block.attn.qkv.weight")
                .map(Sd3Layout::read)
                .or(() -> diffusers(file, "pos_embed.pos_embed"));
    }

    /** FLUX.2's of a file; empty if it holds none. */
    public static Optional<NetworkFile> flux2(Weights file) {
        return in(file, "double_stream_modulation_img.lin.weight")
                .map(Flux2Layout::read)
                .or(() -> diffusers(file, "double_stream_modulation_img.linear.weight"));
    }

    /** Z-Image's of a file; empty if it holds none. */
    public static Optional<NetworkFile> zImage(Weights file) {
        return in(file, "x_pad_token")
                .filter(original ->
                        original.find("layers.0.attention.qkv.weight").isPresent())
                .map(ZImageLayout::read)
                .or(() -> diffusers(file, "layers.0.attention.to_q.weight"));
    }

    private static Optional<NetworkFile> diffusers(Weights file, String key) {
        return in(file, key).map(found -> {
            Map<String, String> same = found.names().stream().collect(Collectors.toMap(name -> name, name -> name));
            return new NetworkFile(found.renamed(Map.of(), same, Set.of(), 0), Map.of());
        });
    }

    private static Optional<OriginalWeights> in(Weights file, String key) {
        return PREFIXES.stream()
                .filter(prefix -> file.find(prefix + key).isPresent())
                .findFirst()
                .map(prefix -> new OriginalWeights(file, prefix));
    }
}
