package dev.demist.server.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a run has decided about it, at any time. Immutable.
 *
 * @param kept whether it stays when old runs are deleted
 * @param title the owner's name for it; null for none
 * @param secret what a link to it carries that others may open; null if it is not shared
 * @param ephemeral whether it is in no list, and forgotten when no one sees it
 * @param deletedAt when it was deleted: it is invisible, and can be restored for a while; null if it is not
 */
public record Marks(
        boolean kept,
        @Nullable String title,
        @JsonIgnore @Nullable String secret,
        boolean ephemeral,
        @JsonIgnore @Nullable Instant deletedAt) {

    /** Those of a new run. */
    public static final Marks NONE = new Marks(false, null, null, false, null);

    @JsonProperty("shared")
    public boolean isShared() {
        return secret != null;
    }

    @JsonIgnore
    public boolean isDeleted() {
        return deletedAt != null;
    }

    /** A run that is to be kept is not ephemeral. */
    public Marks kept(boolean whether) {
        return new Marks(whether, title, secret, ephemeral && !whether, deletedAt);
    }

    public Marks titled(@Nullable String name) {
        return new Marks(kept, name, secret, ephemeral, deletedAt);
    }

    /** A run that is in no list, or an ordinary one. */
    public Marks ephemeral(boolean whether) {
        return new Marks(kept, title, secret, whether, deletedAt);
    }

    /** Shared under {@code word}; null for not at all. */
    public Marks shared(@Nullable String word) {
        return new Marks(kept, title, word, ephemeral, deletedAt);
    }

    /** Deleted since {@code when}; null for not at all. */
    public Marks deleted(@Nullable Instant when) {
        return new Marks(kept, title, secret, ephemeral, when);
    }
}
