package dev.demist.server.run;

/**
 * A change of a user's list of runs.
 *
 * @param kind what happened
 * @param run the run as it is since then
 */
public record RunEvent(Kind kind, Run run) {

    /** What can happen. */
    public enum Kind {
        /** It was accepted. */
        CREATED,
        /** Its status or its marks are others, or it is back in the list. */
        CHANGED,
        /** It was deleted. */
        REMOVED
    }
}
