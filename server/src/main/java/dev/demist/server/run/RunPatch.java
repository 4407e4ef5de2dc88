package dev.demist.server.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.internal.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /api/v1/runs/{id}}: what is not in it stays.
 *
 * @param kept null to leave it
 * @param ephemeral false to keep it; null to leave it
 * @param titled whether the title changes
 * @param title the new one; null for none
 */
public record RunPatch(
        @Nullable Boolean kept,
        @Nullable Boolean ephemeral,
        boolean titled,
        @Nullable String title) {

    private static final int LONGEST_TITLE = 200;

    private record Body(
            @Nullable Boolean kept,
            @Nullable Boolean ephemeral,
            @Nullable String title) {}

    /**
     * The changes in {@code body}; a blank title is none.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public static RunPatch read(ObjectNode body) {
        Body read = StrictJson.read(body, Body.class);
        if (body.has("kept") && read.kept() == null) {
            throw DemistException.invalid("kept", "null", "it must be true or false");
        }
        if (body.has("ephemeral") && !Boolean.FALSE.equals(read.ephemeral())) {
            throw DemistException.invalid(
                    "ephemeral", String.valueOf(read.ephemeral()), "it must be false: the run is kept then");
        }
        String title = read.title() == null ? "" : read.title().strip();
        if (title.length() > LONGEST_TITLE) {
            throw DemistException.invalid(
                    "title", title.length() + " characters", "it must have at most " + LONGEST_TITLE);
        }
        return new RunPatch(read.kept(), read.ephemeral(), body.has("title"), title.isEmpty() ? null : title);
    }

    /** {@code marks} with these changes. */
    public Marks applyTo(Marks marks) {
        Marks named = titled ? marks.titled(title) : marks;
        Marks lasting = ephemeral == null ? named : named.ephemeral(ephemeral);
        return kept == null ? lasting : lasting.kept(kept);
    }
}
