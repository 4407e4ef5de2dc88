package dev.demist.server.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One picture being made, or made, as it is at one moment. Immutable.
 *
 * @param id a ULID
 * @param user whose it is
 * @param recipe what was asked for with every default filled in; start pictures by reference
 * @param parent where it branched off; null if it began with noise
 * @param root the id of the first run of its family; its own if it has no parent
 * @param createdAt when it was accepted
 * @param warnings what of the request has less effect than it could have, in words
 * @param marks what its owner has decided about it
 * @param progress how far it is
 */
public record Run(
        String id,
        @JsonIgnore String user,
        @JsonProperty("request") RunRequest recipe,
        @Nullable Fork parent,
        String root,
        Instant createdAt,
        List<String> warnings,
        @JsonUnwrapped Marks marks,
        @JsonUnwrapped Progress progress) {

    /** A run without warnings. */
    public Run(
            String id,
            String user,
            RunRequest recipe,
            @Nullable Fork parent,
            String root,
            Instant createdAt,
            Marks marks,
            Progress progress) {
        this(id, user, recipe, parent, root, createdAt, List.of(), marks, progress);
    }

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

    /** The words that it is found by, in lower case. */
    @JsonIgnore
    public String words() {
        String prompt = String.valueOf(recipe.request().prompt().text());
        String title = marks.title();
        return (title == null ? prompt : title + "\n" + prompt).toLowerCase(Locale.ROOT);
    }

    /** {@code now}, but not before what has happened to the run already: clocks are set back at times. */
    public Instant orLater(Instant now) {
        Instant last = progress.startedAt() == null ? createdAt : progress.startedAt();
        return now.isBefore(last) ? last : now;
    }

    /** Whether {@code caller} can see it: it is theirs and not deleted. */
    public boolean isVisibleTo(String caller) {
        return user.equals(caller) && !marks.isDeleted();
    }

    public Run with(Progress changed) {
        return new Run(id, user, recipe, parent, root, createdAt, warnings, marks, changed);
    }

    /** A run that is the first of its family. */
    public Run withoutParent() {
        return new Run(id, user, recipe, null, id, createdAt, warnings, marks, progress);
    }

    public Run with(Marks changed) {
        return new Run(id, user, recipe, parent, root, createdAt, warnings, changed, progress);
    }
}
