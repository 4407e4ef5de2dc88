package dev.demist;

/**
 * Where a network of a model goes.
 *
 * @param part its name in the checkpoint, such as {@code unet}
 * @param device where it is opened; never {@link ComputeDevice#AUTO}
 * @param precision the format in which it computes there; never {@link Precision#AUTO}
 * @param bytes about how much memory its weights take in that format
 */
public record NetworkPlacement(String part, ComputeDevice device, Precision precision, long bytes) {}
