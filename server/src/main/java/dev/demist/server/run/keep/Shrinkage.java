package dev.demist.server.run.keep;

import java.util.ArrayList;
import java.util.List;

/**
 * The deletions after which finished runs fit into a size: intermediate states before pictures, old runs before new
 * ones.
 *
 * @param deleted ids of runs to delete
 * @param pruned ids of runs to delete the intermediate states of
 */
record Shrinkage(List<String> deleted, List<String> pruned) {

    /** The deletions after which {@code runs}, given newest first, take at most {@code bytes}. */
    static Shrinkage of(List<MeasuredRun> runs, long bytes) {
        long excess = runs.stream().mapToLong(run -> run.size().total()).sum() - bytes;
        List<String> deleted = new ArrayList<>();
        List<String> pruned = new ArrayList<>();
        List<MeasuredRun> oldestFirst = new ArrayList<>();
        runs.stream().filter(run -> !run.run().inUse()).forEach(run -> oldestFirst.add(0, run));
        for (MeasuredRun run : oldestFirst) {
            if (excess > 0 && run.size().intermediate() > 0) {
                excess -= run.size().intermediate();
                pruned.add(run.run().id());
            }
        }
        for (MeasuredRun run : oldestFirst) {
            if (excess > 0) {
                excess -= run.size().others();
                deleted.add(run.run().id());
            }
        }
        pruned.removeAll(deleted);
        return new Shrinkage(List.copyOf(deleted), List.copyOf(pruned));
    }
}
