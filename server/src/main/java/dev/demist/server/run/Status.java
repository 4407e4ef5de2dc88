package dev.demist.server.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The phases of a run. */
public enum Status {
    /** Waits for a place among the running ones. */
    QUEUED,
    /** Is being sampled. */
    RUNNING,
    /** Demand is withheld until it is resumed. */
    PAUSED,
    /** The picture is there. */
    DONE,
    /** An error ended it. */
    FAILED,
    /** A user ended it; its states are kept. */
    CANCELLED;

    /** Returns whether the run has ended. */
    public boolean isEnded() {
        return compareTo(DONE) >= 0;
    }

    /** The name on the wire. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
