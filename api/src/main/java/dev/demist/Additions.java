package dev.demist;

import java.util.List;

/**
 * What requests can add to a model, by name: what lies under {@code loras}, {@code embeddings} and {@code controlnets}
 * in the models folders. Whether it fits a model is found out when it is added.
 *
 * @param loras low-rank adaptations
 * @param embeddings textual inversions
 * @param controlNets ControlNets
 */
public record Additions(List<String> loras, List<String> embeddings, List<String> controlNets) {}
