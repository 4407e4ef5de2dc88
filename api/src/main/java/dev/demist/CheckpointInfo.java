package dev.demist;

import java.util.List;

/**
 * What is found where somebody pointed at.
 *
 * @param kind the pipeline's class in diffusers, or what else it is: {@code part}, {@code weights}, {@code LoRA},
 *     {@code textual inversion}
 * @param parts what lies in it
 */
public record CheckpointInfo(String kind, List<PartInfo> parts) {

    /** Copies the list. */
    public CheckpointInfo {
        parts = List.copyOf(parts);
    }

    /** The size of all weights in bytes. */
    public long bytes() {
        return parts.stream().mapToLong(PartInfo::bytes).sum();
    }
}
