package dev.demist.engine.internal.network;

/**
 * How a device stands for a network that is wanted.
 *
 * @param isLast whether others are preferred: the processors, beside devices with memory of their own
 * @param fits whether the network is not larger than the whole budget
 * @param isOpen whether it is open there
 * @param hasRoom whether it fits beside those in use
 * @param isSpare whether it fits beside all that are open, so that none is closed for it
 * @param users how many runs take their steps there
 */
public record Standing(boolean isLast, boolean fits, boolean isOpen, boolean hasRoom, boolean isSpare, int users) {}
