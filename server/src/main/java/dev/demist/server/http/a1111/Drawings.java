package dev.demist.server.http.a1111;

import dev.demist.server.run.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The runs that callers of this interface wait for, and the model that each user has chosen: what the interface takes
 * for the state of the whole server. Thread-safe.
 */
final class Drawings {

    private final Map<String, ConcurrentSkipListMap<String, Run>> byUser = new ConcurrentHashMap<>();
    private final Map<String, String> models = new ConcurrentHashMap<>();

    void begin(String user, List<Run> runs) {
        runs.forEach(run -> of(user).put(run.id(), run));
    }

    void end(String user, List<Run> runs) {
        runs.forEach(run -> of(user).remove(run.id()));
    }

    /** A user's runs, oldest first. */
    List<Run> waitedFor(String user) {
        return List.copyOf(of(user).values());
    }

    private ConcurrentSkipListMap<String, Run> of(String user) {
        return byUser.computeIfAbsent(user, name -> new ConcurrentSkipListMap<>());
    }

    void choose(String user, String model) {
        models.put(user, model);
    }

    Optional<String> model(String user) {
        return Optional.ofNullable(models.get(user));
    }
}
