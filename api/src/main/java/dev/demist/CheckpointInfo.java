package dev.demist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of inspecting a path: a checkpoint, a part of one, or a file of weights.
 *
 * @param kind the pipeline's class in diffusers, or one of {@code part}, {@code weights}, {@code LoRA}, {@code textual
 *     inversion}
 * @param parts its parts
 * @param preset the preset for few steps that it is recognised to have; null if there is none
 */
public record CheckpointInfo(
        String kind, List<PartInfo> parts, @Nullable Preset preset) {

    /** Copies the list. */
    public CheckpointInfo {
        parts = List.copyOf(parts);
    }

    /** The size of all weights in bytes. */
    public long bytes() {
        return parts.stream().mapToLong(PartInfo::bytes).sum();
    }
}
