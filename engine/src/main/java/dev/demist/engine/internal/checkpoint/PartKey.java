package dev.demist.engine.internal.checkpoint;

import dev.demist.LoraChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a part's weights: parts with equal keys are the same network, whichever checkpoint names them.
 *
 * @param part its name in the checkpoint
 * @param place the folder or file that holds it
 * @param variant the infix of the preferred weight files; null for the plain ones
 * @param loras the LoRAs that adapt this part
 * @param embeddings the textual inversions that extend this part
 * @param settings its configuration as far as the place does not decide it: a weight file used with several checkpoints
 */
public record PartKey(
        String part,
        Path place,
        @Nullable String variant,
        List<LoraChoice> loras,
        List<Path> embeddings,
        Map<String, Object> settings) {

    /** Copies the collections. */
    public PartKey {
        settings = Map.copyOf(settings);
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
    }

    static PartKey of(String part, Path place, @Nullable String variant) {
        return new PartKey(part, place.toAbsolutePath().normalize(), variant, List.of(), List.of(), Map.of());
    }

    /** The identity of a part that has these settings. */
    PartKey with(Map<String, Object> settings) {
        return new PartKey(part, place, variant, loras, embeddings, settings);
    }

    /** The identity of the part with further adapters. */
    public PartKey with(List<LoraChoice> moreLoras, List<Path> moreEmbeddings) {
        List<LoraChoice> allLoras = new ArrayList<>(loras);
        allLoras.addAll(moreLoras);
        List<Path> allEmbeddings = new ArrayList<>(embeddings);
        allEmbeddings.addAll(moreEmbeddings);
        return new PartKey(part, place, variant, allLoras, allEmbeddings, settings);
    }

    @Override
    public String toString() {
        String adapters = loras.isEmpty() && embeddings.isEmpty() ? "" : " with " + loras + embeddings;
        return part + " of " + place + (variant == null ? "" : ", " + variant) + adapters;
    }
}
