package dev.demist;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One part of a checkpoint.
 *
 * @param name as in {@code model_index.json}: {@code unet}, {@code vae}, {@code scheduler} …
 * @param className its class in diffusers or transformers
 * @param place its folder, or the single file that it is in
 * @param bytes the size of its weights; 0 if it has none
 * @param elements the number of its weights' elements by type, such as {@code float16 -> 123060480}
 * @param settings its configuration
 */
public record PartInfo(
        String name,
        String className,
        Path place,
        long bytes,
        Map<String, Long> elements,
        Map<String, Object> settings) {

    /** Copies the maps; their order stays. */
    public PartInfo {
        elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
