package dev.demist;

import java.util.Map;

/**
 * A picture of one state of a generation: a preview, or, of the last state, the finished picture.
 *
 * @param picture the predicted clean sample as a picture; previews may be smaller than the finished picture
 * @param call the number of model calls done: 1 ... {@code calls}
 * @param calls the number of model calls that the generation takes
 * @param request the request that it was made with, every default filled in
 */
public record Preview(Picture picture, int call, int calls, ResolvedRequest request) {

    /** The picture of a state. */
    static Preview of(LatentState state, Picture picture, ResolvedRequest request) {
        return new Preview(picture, state.call(), state.calls(), request);
    }

    /** Whether this is the finished picture. */
    public boolean isLast() {
        return call >= calls;
    }

    /** Encoded as PNG; that of the finished picture holds its recipe. */
    public byte[] png() {
        return isLast() ? picture.png(request) : picture.png(Map.of());
    }
}
