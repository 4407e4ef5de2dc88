package dev.demist.engine.internal.family;

import dev.demist.DemistException;
import dev.demist.ErrorCode;

/** The error of parts that do not fit each other. */
final class Misfit {

    private Misfit() {}

    /** PARTS_DO_NOT_FIT: {@code one} says what a part wants, {@code other} what another one gives. */
    static DemistException of(String one, String other) {
        return new DemistException(
                ErrorCode.PARTS_DO_NOT_FIT, one + ", but " + other + "; take both from checkpoints of one family");
    }
}
