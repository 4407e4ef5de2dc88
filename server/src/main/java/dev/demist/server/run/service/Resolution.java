package dev.demist.server.run.service;

import dev.demist.server.run.request.RunRequest;
import java.util.List;

/**
 * What a request would be drawn with. The list is copied.
 *
 * @param request with everything that was left open
 * @param warnings what of it has less effect than it could have, and what was recognised by itself, in words
 */
public record Resolution(RunRequest request, List<String> warnings) {

    /** Copies the list. */
    public Resolution {
        warnings = List.copyOf(warnings);
    }
}
