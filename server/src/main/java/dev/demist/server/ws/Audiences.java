package dev.demist.server.ws;

import java.util.HashMap;
import java.util.Map;

/** Which runs are watched, by how many sockets, and where their owners look. Thread-safe. */
final class Audiences {

    private final Map<String, Audience> byRun = new HashMap<>();

    /** Adds a viewer of a run. */
    synchronized Audience join(String run) {
        Audience audience = byRun.computeIfAbsent(run, id -> new Audience());
        audience.grow(1);
        return audience;
    }

    /** Takes a viewer of a run away. */
    synchronized void leave(String run) {
        Audience audience = byRun.get(run);
        if (audience != null && audience.grow(-1) == 0) {
            byRun.remove(run);
        }
    }

    /** Tells the viewers of a run where its owner looks. */
    synchronized void move(String run, Playhead playhead) {
        Audience audience = byRun.get(run);
        if (audience != null) {
            audience.move(playhead);
        }
    }
}
