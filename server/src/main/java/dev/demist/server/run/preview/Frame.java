package dev.demist.server.run.preview;

import dev.demist.LatentState;
import dev.demist.server.run.Run;

/**
 * A preview on its way to a viewer.
 *
 * @param seq its {@link PreviewFormat#seq}
 * @param step model calls that are done
 * @param steps model calls in all
 * @param noiseLevel the noise sigma that is left
 * @param last whether no other will follow
 * @param sharp whether a decoder made it
 * @param image the picture
 */
public record Frame(long seq, int step, int steps, float noiseLevel, boolean last, boolean sharp, Jpeg image) {

    static Frame of(Run run, long seq, LatentState state, boolean sharp, Jpeg image) {
        return new Frame(
                seq,
                state.call(),
                state.calls(),
                (float) state.noiseLevel(),
                state.isLast() || run.progress().status().isEnded(),
                sharp,
                image);
    }
}
