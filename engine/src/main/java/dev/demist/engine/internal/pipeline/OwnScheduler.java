package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;

/**
 * The scheduler that comes with a checkpoint.
 *
 * @param name its short name; empty if there is none that can be used
 * @param problem why there is none
 */
record OwnScheduler(String name, String problem) {

    static OwnScheduler of(String name) {
        return new OwnScheduler(name, "");
    }

    static OwnScheduler missing(String problem) {
        return new OwnScheduler("", problem);
    }

    /**
     * Its name.
     *
     * @throws DemistException UNKNOWN_SCHEDULER if there is none that can be used, with the way out
     */
    String required() {
        if (name.isEmpty()) {
            throw DemistException.inField(ErrorCode.UNKNOWN_SCHEDULER, "scheduler", problem, null);
        }
        return name;
    }
}
