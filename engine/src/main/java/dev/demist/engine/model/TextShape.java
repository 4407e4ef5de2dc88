package dev.demist.engine.model;

/**
 * The sizes of a {@link TextEncoder}, known from its configuration.
 *
 * @param width the last axis of its states, C
 * @param layers the number of its layers; there is one hidden state more, the one before the first layer
 * @param positions the most tokens in a row: 77 for CLIP
 * @param vocabulary the number of ids
 */
public record TextShape(int width, int layers, int positions, int vocabulary) {}
