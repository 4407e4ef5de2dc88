package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;

/**
 * The result of a full pass through a denoiser, and the features before its last layer, which the passes of the next
 * steps can take instead of computing their own (DeepCache: Ma et al., 2023, arXiv:2312.00858). Immutable.
 *
 * @param prediction {@code [B, C', H, W]}
 * @param features {@code [B, H, W, D]}, to be given as {@link Conditioning#DEEP}
 */
public record DeepPrediction(Tensor prediction, Tensor features) {}
