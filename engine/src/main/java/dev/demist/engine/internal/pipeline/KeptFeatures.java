package dev.demist.engine.internal.pipeline;

import dev.demist.FullPass;
import dev.demist.scheduler.Tensor;

/**
 * Deep features for the steps that take them.
 *
 * @param pass the full pass that they are of
 * @param features {@code [rows, H, W, D]}
 */
record KeptFeatures(FullPass pass, Tensor features) {}
