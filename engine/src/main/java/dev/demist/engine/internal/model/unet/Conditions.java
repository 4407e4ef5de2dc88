package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of every block of a network in addition to its sample.
 *
 * @param time the time embedding {@code [B, T]} after the activation
 * @param context text states {@code [B, S, C]}, null without
 */
record Conditions(Value time, @Nullable Value context) {}
