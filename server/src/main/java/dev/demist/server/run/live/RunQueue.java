package dev.demist.server.run.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs that wait for a place, in the order in which they get one: users take turns, and the one with fewer runs under
 * way comes first. So a user's first run starts at once, however many another one has waiting. Among a user's own,
 * those of higher priority come first. Not thread-safe.
 *
 * @param waiting by arrival; an urgent run takes the place of its user's next one, whom it goes before
 * @param running the runs under way
 */
record RunQueue(List<LiveRun> waiting, Collection<LiveRun> running) {

    private record Turn(LiveRun run, int number) {}

    RunQueue(Collection<LiveRun> running) {
        this(new ArrayList<>(), running);
    }

    void add(LiveRun run) {
        int lessUrgent = IntStream.range(0, waiting.size())
                .filter(i -> isBefore(run, waiting.get(i)))
                .findFirst()
                .orElse(waiting.size());
        waiting.add(lessUrgent, run);
    }

    private static boolean isBefore(LiveRun run, LiveRun other) {
        return run.user().equals(other.user()) && run.priority() > other.priority();
    }

    /** Puts a run that had its place before in front of the user's others. */
    void addFirst(LiveRun run) {
        waiting.add(0, run);
    }

    /** Puts a run in the place of another, or in front of the user's others if that does not wait. */
    void replace(LiveRun old, LiveRun next) {
        int place = waiting.indexOf(old);
        if (place < 0) {
            addFirst(next);
        } else {
            waiting.set(place, next);
        }
    }

    void remove(LiveRun run) {
        waiting.remove(run);
    }

    int size() {
        return waiting.size();
    }

    long size(String user) {
        return waiting.stream().filter(run -> run.user().equals(user)).count();
    }

    /** Takes out the run whose turn it is among users with fewer than {@code perUser} runs under way. */
    Optional<LiveRun> poll(int perUser) {
        Optional<LiveRun> next = turns().stream()
                .filter(turn -> turn.number < perUser)
                .map(Turn::run)
                .findFirst();
        next.ifPresent(waiting::remove);
        return next;
    }

    /** The waiting runs, the next one first. */
    List<LiveRun> inOrder() {
        return turns().stream().map(Turn::run).toList();
    }

    private List<Turn> turns() {
        Map<String, Integer> ahead = new HashMap<>();
        running.forEach(run -> ahead.merge(run.user(), 1, Integer::sum));
        List<Turn> turns = new ArrayList<>();
        for (LiveRun run : waiting) {
            turns.add(new Turn(run, ahead.merge(run.user(), 1, Integer::sum) - 1));
        }
        turns.sort(Comparator.comparingInt(Turn::number));
        return turns;
    }
}
