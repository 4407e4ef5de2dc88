package dev.demist.server.run.store;

import dev.demist.server.run.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's runs a list shows.
 *
 * @param limit the number of them at most
 * @param before the id that all are older than; null for the newest
 * @param words what the prompt or the title must contain, in any case of letters; null for anything
 * @param kept only kept runs, or only others; null for both
 * @param root the first run of the only family; null for all
 * @param statuses the only statuses; empty for all
 */
public record RunQuery(
        int limit,
        @Nullable String before,
        @Nullable String words,
        @Nullable Boolean kept,
        @Nullable String root,
        Set<Status> statuses) {

    /** Copies the statuses. */
    public RunQuery {
        statuses = Set.copyOf(statuses);
    }

    /** The newest runs. */
    public static RunQuery newest(int limit) {
        return new RunQuery(limit, null, null, null, null, Set.of());
    }

    /** As many others. */
    public RunQuery withLimit(int other) {
        return new RunQuery(other, before, words, kept, root, statuses);
    }
}
