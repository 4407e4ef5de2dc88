package dev.demist.engine.internal.pipeline;

import dev.demist.LatentState;
import org.jspecify.annotations.Nullable;

/**
 * A state within its run.
 *
 * @param state what is passed on
 * @param kept the state's full pass with its features, null if they would have to be computed again
 */
record Moment(LatentState state, @Nullable KeptFeatures kept) {}
