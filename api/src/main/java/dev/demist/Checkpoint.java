package dev.demist;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk: a folder as diffusers' {@code save_pretrained} writes it, or a single file in the layout of the
 * original Stable Diffusion or of the makers of its transformer, some parts of which may lie in folders beside it.
 * Single parts may be taken from elsewhere, and LoRAs merged in.
 *
 * @param path the folder that holds {@code model_index.json}, or a {@code .safetensors}, {@code .ckpt} or {@code .gguf}
 *     file
 * @param parts part -> folder that is used instead, such as {@code unet} or {@code scheduler}; of a network also a
 *     weight file, under the names of diffusers or of its makers; a {@code controlnet} may be added
 * @param variant the infix of the weight files to prefer, such as {@code fp16}; null for the plain ones
 * @param loras what to merge into the weights; each name is a file's path
 * @param embeddings files of textual inversions, whose tokens prompts may then use
 */
public record Checkpoint(
        Path path, Map<String, Path> parts, @Nullable String variant, List<LoraChoice> loras, List<Path> embeddings) {

    /** Copies the collections. */
    public Checkpoint {
        parts = Map.copyOf(parts);
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
    }

    /** The folder or file as it is. */
    public static Checkpoint of(Path path) {
        return new Checkpoint(path, Map.of(), null, List.of(), List.of());
    }

    /** This with {@code part} taken from {@code other}. */
    public Checkpoint with(String part, Path other) {
        Map<String, Path> changed = new HashMap<>(parts);
        changed.put(part, other);
        return new Checkpoint(path, changed, variant, loras, embeddings);
    }

    /** This with weight files of a variant preferred. */
    public Checkpoint withVariant(@Nullable String preferred) {
        return new Checkpoint(path, parts, preferred, loras, embeddings);
    }

    /** This with {@code merged} merged into its weights. */
    public Checkpoint withLoras(List<LoraChoice> merged) {
        return new Checkpoint(path, parts, variant, merged, embeddings);
    }

    /** This with textual inversions. */
    public Checkpoint withEmbeddings(List<Path> files) {
        return new Checkpoint(path, parts, variant, loras, files);
    }

    /** The folder of {@code part}. */
    public Path part(String part) {
        return parts.getOrDefault(part, path.resolve(part));
    }
}
