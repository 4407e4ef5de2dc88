package dev.demist.server.run.store;

import dev.demist.server.run.Status;
import java.util.Locale;

/** What a server that has not got a run asks the one that has it for. */
public enum Wish {
    PAUSE,
    RESUME,
    CANCEL;

    /** Whether a run of that status is as it is wished to be, or can no longer be. */
    public boolean isSettled(Status status) {
        return status.isEnded()
                || switch (this) {
                    case PAUSE -> status == Status.PAUSED;
                    case RESUME -> status != Status.PAUSED;
                    case CANCEL -> false;
                };
    }

    /** As it is stored. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is stored as {@code word}. */
    public static Wish of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
