package dev.demist;

import java.util.List;

/**
 * The names that requests can add to a model: files and folders under {@code loras}, {@code embeddings} and
 * {@code controlnets} in the models folders. Whether one fits a model is checked when it is added. The lists are
 * copied.
 *
 * @param loras low-rank adaptations
 * @param embeddings textual inversions
 * @param controlNets ControlNets
 */
public record Additions(List<String> loras, List<String> embeddings, List<String> controlNets) {

    /** Copies the lists. */
    public Additions {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
        controlNets = List.copyOf(controlNets);
    }
}
