package dev.demist.server.run.preview;

import dev.demist.server.run.Progress;

/**
 * A preview on its way to a viewer.
 *
 * @param seq the {@link Progress#stateSeq} of its state
 * @param step model calls that are done
 * @param steps model calls in all
 * @param noiseLevel the noise sigma that is left
 * @param last whether no other will follow
 * @param image the picture
 */
public record Frame(long seq, int step, int steps, float noiseLevel, boolean last, Jpeg image) {}
