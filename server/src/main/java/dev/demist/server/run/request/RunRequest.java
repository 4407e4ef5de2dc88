package dev.demist.server.run.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.Control;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.PictureReference;
import dev.demist.PictureSource;
import dev.demist.Start;
import dev.demist.internal.StrictJson;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request for runs, as JSON the body of {@code POST /api/v1/runs}: the fields of a {@link GenerationRequest} and
 * those below.
 *
 * @param request the pictures to draw
 * @param count how many runs, with seeds s, s + 1, ...
 * @param from the state of another run to go on from
 * @param stopAt the step after which the run pauses by itself; null for none
 * @param replaces the run that ends, and whose place this one takes; null for none
 * @param ephemeral whether it is in no list, and forgotten when no one sees it; null is false
 * @param priority which of the user's own runs come first, larger before smaller: -100 to 100; null is 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequest(
        @JsonUnwrapped GenerationRequest request,
        int count,
        @Nullable Fork from,
        @Nullable Integer priority,
        @Nullable Integer stopAt,
        @Nullable String replaces,
        @Nullable Boolean ephemeral) {

    private static final List<String> OWN_FIELDS =
            List.of("count", "from", "priority", "stopAt", "replaces", "ephemeral");

    private static final String LIST = "references.";
    private static final String LISTED = "references\\.\\d{1,2}";

    private record Own(
            @Nullable Integer count,
            @Nullable Fork from,
            @Nullable Integer priority,
            @Nullable Integer stopAt,
            @Nullable String replaces,
            @Nullable Boolean ephemeral) {}

    /** One run of {@code request}. */
    public static RunRequest of(GenerationRequest request) {
        return of(request, 1);
    }

    /** {@code count} runs of {@code request}. */
    public static RunRequest of(GenerationRequest request, int count) {
        return new RunRequest(request, count, null, null, null, null, null);
    }

    /**
     * The request in {@code body}.
     *
     * @throws dev.demist.DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public static RunRequest read(ObjectNode body) {
        return read(GenerationRequest.builder(), null, body);
    }

    /**
     * This, changed by the fields of {@code body}: what a fork asks for.
     *
     * @throws dev.demist.DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public RunRequest changedBy(ObjectNode body) {
        return read(request.toBuilder(), body.has("priority") ? null : priority, body);
    }

    private static RunRequest read(GenerationRequestBuilder onto, @Nullable Integer priority, ObjectNode body) {
        Own own = StrictJson.read(body.deepCopy().retain(OWN_FIELDS), Own.class);
        GenerationRequest request =
                onto.fields(body.deepCopy().remove(OWN_FIELDS)).build();
        return new RunRequest(
                request,
                Objects.requireNonNullElse(own.count(), 1),
                own.from(),
                own.priority() == null ? priority : own.priority(),
                own.stopAt(),
                own.replaces(),
                own.ephemeral());
    }

    /** The run to go on from that {@code body} names, before the rest of it is read; null if it names none. */
    public static @Nullable Fork fork(ObjectNode body) {
        return StrictJson.read(body.deepCopy().retain(OWN_FIELDS), Own.class).from();
    }

    /** This with another request, for one run, as it is kept. */
    public RunRequest single(GenerationRequest other) {
        return new RunRequest(other, 1, from, priority, stopAt, null, null);
    }

    /** Whether its runs are in no list, and forgotten when no one sees them. */
    public boolean ephemeralOrFalse() {
        return Boolean.TRUE.equals(ephemeral);
    }

    /** The priority; 0 if there is none. */
    public int priorityOr0() {
        return priority == null ? 0 : priority;
    }

    /**
     * The reference of the picture in the field {@code image}, {@code mask} or {@code controlImage}, or at a place of
     * the list {@code references}, such as {@code references.0}; null without.
     */
    public @Nullable String input(String field) {
        Start start = request.start();
        Control control =
                request.controls().isEmpty() ? null : request.controls().get(0);
        return switch (field) {
            case "image" -> reference(start == null ? null : start.image());
            case "mask" -> reference(start == null ? null : start.mask());
            case "controlImage" -> reference(control == null ? null : control.image());
            default -> field.matches(LISTED) ? listed(Integer.parseInt(field.substring(LIST.length()))) : null;
        };
    }

    private @Nullable String listed(int place) {
        List<PictureSource> all = request.references();
        return place < all.size() ? reference(all.get(place)) : null;
    }

    /** The references of all pictures. */
    public Stream<String> inputs() {
        Start start = request.start();
        Stream<@Nullable PictureSource> ofStart =
                start == null ? Stream.empty() : Stream.of(start.image(), start.mask());
        return Stream.of(ofStart, request.controls().stream().map(Control::image), request.references().stream())
                .flatMap(Function.identity())
                .map(RunRequest::reference)
                .flatMap(Stream::ofNullable);
    }

    private static @Nullable String reference(@Nullable PictureSource picture) {
        return picture instanceof PictureReference kept ? kept.address() : null;
    }
}
