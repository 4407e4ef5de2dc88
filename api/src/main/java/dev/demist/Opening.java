package dev.demist;

import org.jspecify.annotations.Nullable;

/**
 * The progress of opening a model.
 *
 * @param model its name
 * @param part the network that is opened now, by its name in {@code model_index.json}; null once all are open
 * @param done the number of its networks that are open
 * @param parts the number of its networks
 */
public record Opening(String model, @Nullable String part, int done, int parts) {}
