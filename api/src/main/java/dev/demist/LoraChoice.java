package dev.demist;

/**
 * A low-rank adaptation to merge into the weights.
 *
 * @param name a file, or a name under the models folder
 * @param weight how strongly, usually 0 ... 1
 */
public record LoraChoice(String name, double weight) {}
