package dev.demist.server.run.request;

import dev.demist.DemistException;

/**
 * Where a run branched off another.
 *
 * @param run the other run's id
 * @param state the step of its state that the new run goes on from; 0 is its beginning
 */
public record Fork(String run, int state) {

    /** Checks that there is a run. */
    public Fork {
        if (run == null) {
            throw DemistException.missing("from.run", "it must be a run's id");
        }
    }
}
