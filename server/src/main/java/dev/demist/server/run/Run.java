package dev.demist.server.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One picture being made, or made, as it is at one moment. Immutable.
 *
 * @param id a ULID
 * @param user whose it is
 * @param recipe what was asked for with every default filled in; start pictures by reference
 * @param parent where it branched off; null if it began with noise
 * @param createdAt when it was accepted
 * @param progress what changes
 */
public record Run(
        String id,
        @JsonIgnore String user,
        @JsonProperty("request") RunRequest recipe,
        @Nullable Fork parent,
        Instant createdAt,
        @JsonUnwrapped Progress progress) {

    /** In pixels. */
    @JsonProperty("width")
    public int width() {
        return side(recipe.request().size().width());
    }

    /** In pixels. */
    @JsonProperty("height")
    public int height() {
        return side(recipe.request().size().height());
    }

    private static int side(@Nullable Integer pixels) {
        return pixels == null ? 0 : pixels;
    }

    /** {@code now}, but not before what has happened to the run already: clocks are set back at times. */
    public Instant orLater(Instant now) {
        Instant last = progress.startedAt() == null ? createdAt : progress.startedAt();
        return now.isBefore(last) ? last : now;
    }

    public Run with(Progress changed) {
        return new Run(id, user, recipe, parent, createdAt, changed);
    }
}
