package dev.demist.server.run.live;

import dev.demist.server.run.Run;
import java.util.List;
import java.util.Map;

/**
 * Runs that are asked for and not kept yet.
 *
 * @param pictures the pictures that they were given, by their references
 */
public record NewRuns(List<LiveRun> runs, Map<String, byte[]> pictures) {

    List<Run> records() {
        return runs.stream().map(LiveRun::run).toList();
    }

    /** How much the pictures take. */
    long bytes() {
        return pictures.values().stream().mapToLong(picture -> picture.length).sum();
    }

    /** Whether they are kept in memory. */
    boolean areEphemeral() {
        return runs.stream().allMatch(run -> run.run().marks().ephemeral());
    }

    /** The model calls that they will take. */
    long steps() {
        return runs.stream().mapToLong(LiveRun::stepsLeft).sum();
    }

    int size() {
        return runs.size();
    }
}
