package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;

/**
 * The tokens of picture and text, each with weights of its own.
 *
 * @param sample {@code [B, T, C]}
 * @param context {@code [B, S, C]}
 */
record Streams(Value sample, Value context) {}
