package dev.demist;

import org.jspecify.annotations.Nullable;

/**
 * How far the opening of a model is.
 *
 * @param model its name
 * @param part the network that is opened now, by its name in {@code model_index.json}; null once all are open
 * @param done how many of its networks are open
 * @param parts how many it has
 */
public record Opening(String model, @Nullable String part, int done, int parts) {}
