package dev.demist.engine.internal.text;

import dev.demist.DemistException;
import dev.demist.ResolvedRequest;

/** The setting of CLIP that models of other text encoders do not have. */
final class ClipSkip {

    private ClipSkip() {}

    /** Fails with INVALID_REQUEST if a request asks to skip layers of CLIP. */
    static void refuse(ResolvedRequest request) {
        if (request.clipSkip() != 0) {
            throw DemistException.invalid(
                    "clipSkip",
                    request.clipSkip(),
                    "model " + request.model() + " takes no states of CLIP; leave it out");
        }
    }
}
