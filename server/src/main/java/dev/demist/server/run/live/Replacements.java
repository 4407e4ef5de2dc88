package dev.demist.server.run.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs that take the places of others. One whose first step is under way while someone waits to see it is not ended
 * before they have seen its first preview: a viewer sees pictures also if every run is soon replaced. Meanwhile only
 * the newest run waits for its place. For the runner's thread only.
 */
final class Replacements {

    private final Places places;
    private final Consumer<LiveRun> start;
    private final Consumer<LiveRun> cancel;
    private final Map<LiveRun, LiveRun> successors = new HashMap<>();
    private final Set<LiveRun> leaving = new HashSet<>();

    /**
     * @param start is given runs that have a place now
     * @param cancel ends runs
     */
    Replacements(Places places, Consumer<LiveRun> start, Consumer<LiveRun> cancel) {
        this.places = places;
        this.start = start;
        this.cancel = cancel;
    }

    /** Puts {@code next}, which is accepted, in the place of {@code old}, which ends. */
    void replace(LiveRun old, LiveRun next) {
        Optional<LiveRun> awaited = successors.keySet().stream()
                .filter(run -> successors.get(run) == old)
                .findFirst();
        if (awaited.isPresent()) {
            successors.put(awaited.get(), next);
            cancel.accept(old);
        } else if (old.owesFirstPreview()) {
            LiveRun skipped = successors.put(old, next);
            if (skipped != null) {
                cancel.accept(skipped);
            }
        } else {
            handOver(old, next);
            cancel.accept(old);
        }
    }

    private void handOver(LiveRun old, LiveRun next) {
        if (!next.isEnding() && places.handOver(old, next)) {
            start.accept(next);
        }
    }

    /** A state of {@code run} has come; returns whether it takes no other step because it was replaced. */
    boolean leaves(LiveRun run) {
        LiveRun next = successors.remove(run);
        if (next != null) {
            handOver(run, next);
            leaving.add(run);
            seen(run);
        }
        return leaving.contains(run);
    }

    /** Someone has seen a preview of {@code run}, or waits for none any more. */
    void seen(LiveRun run) {
        boolean done =
                leaving.contains(run) ? !run.isAwaited() : successors.containsKey(run) && !run.owesFirstPreview();
        if (done) {
            cancel.accept(run);
        }
    }

    /** {@code run} ends: who was to replace it does so now. */
    void ended(LiveRun run) {
        leaving.remove(run);
        LiveRun next = successors.remove(run);
        if (next != null) {
            handOver(run, next);
        }
    }
}
