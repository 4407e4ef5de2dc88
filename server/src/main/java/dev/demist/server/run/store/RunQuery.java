package dev.demist.server.run.store;

import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import java.util.Locale;
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
 * @param ephemeral whether ephemeral runs are among them
 */
public record RunQuery(
        int limit,
        @Nullable String before,
        @Nullable String words,
        @Nullable Boolean kept,
        @Nullable String root,
        Set<Status> statuses,
        boolean ephemeral) {

    /** Copies the statuses. */
    public RunQuery {
        statuses = Set.copyOf(statuses);
    }

    /** Runs that are not ephemeral. */
    public RunQuery(
            int limit,
            @Nullable String before,
            @Nullable String words,
            @Nullable Boolean kept,
            @Nullable String root,
            Set<Status> statuses) {
        this(limit, before, words, kept, root, statuses, false);
    }

    /** The newest runs. */
    public static RunQuery newest(int limit) {
        return new RunQuery(limit, null, null, null, null, Set.of());
    }

    /** As many others. */
    public RunQuery withLimit(int other) {
        return new RunQuery(other, before, words, kept, root, statuses, ephemeral);
    }

    /** Whether a run is one that is asked for, whoever's it is. */
    public boolean matches(Run run) {
        return (before == null || run.id().compareTo(before) < 0)
                && (words == null || run.words().contains(words.toLowerCase(Locale.ROOT)))
                && (kept == null || run.marks().kept() == kept)
                && (root == null || run.root().equals(root))
                && (statuses.isEmpty() || statuses.contains(run.progress().status()));
    }
}
