package dev.demist;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk: a folder as diffusers' {@code save_pretrained} writes it, of which single parts may be taken from
 * elsewhere.
 *
 * @param folder holds {@code model_index.json}
 * @param parts part -> folder that is used instead, such as {@code unet} or {@code scheduler}; a {@code controlnet} may
 *     be added
 * @param variant the infix of the weight files to prefer, such as {@code fp16}; null for the plain ones
 */
public record Checkpoint(
        Path folder, Map<String, Path> parts, @Nullable String variant) {

    /** Copies the map. */
    public Checkpoint {
        parts = Map.copyOf(parts);
    }

    /** The folder as it is. */
    public static Checkpoint of(Path folder) {
        return new Checkpoint(folder, Map.of(), null);
    }

    /** This with {@code part} taken from {@code other}. */
    public Checkpoint with(String part, Path other) {
        Map<String, Path> changed = new HashMap<>(parts);
        changed.put(part, other);
        return new Checkpoint(folder, changed, variant);
    }

    /** Where {@code part} lies. */
    public Path part(String part) {
        return parts.getOrDefault(part, folder.resolve(part));
    }
}
