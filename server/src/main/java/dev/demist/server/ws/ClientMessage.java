package dev.demist.server.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.server.run.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a viewer may say. */
sealed interface ClientMessage {

    /** The most previews that a viewer may have asked for and not got. */
    int MAX_CREDIT = 16;

    /** Tell me of this run; {@code from} is the last sequence number I saw. */
    record WatchRun(@Nullable String run, @Nullable Long from) implements ClientMessage {}

    /** I can take {@code n} more previews of this run. */
    record Credit(@Nullable String run, @Nullable Integer n) implements ClientMessage {}

    /** No more of this run. */
    record Unwatch(@Nullable String run) implements ClientMessage {}

    /** Tell me of the queue. */
    record WatchQueue() implements ClientMessage {}

    /**
     * Reads a message.
     *
     * @throws DemistException INVALID_REQUEST if it is malformed: field, value, what is allowed
     */
    static ClientMessage read(String text) {
        ObjectNode object = Json.object(text.getBytes(StandardCharsets.UTF_8));
        JsonNode type = object.remove("type");
        return switch (type == null ? "" : type.asText()) {
            case "watch" -> named(Json.convert(object, WatchRun.class));
            case "credit" -> counted(Json.convert(object, Credit.class));
            case "unwatch" -> named(Json.convert(object, Unwatch.class));
            case "watch-queue" -> Json.convert(object, WatchQueue.class);
            default ->
                throw DemistException.invalid(
                        "type", String.valueOf(type), "allowed: watch, credit, unwatch, watch-queue");
        };
    }

    private static WatchRun named(WatchRun message) {
        requireRun(message.run());
        return message;
    }

    private static Unwatch named(Unwatch message) {
        requireRun(message.run());
        return message;
    }

    private static Credit counted(Credit message) {
        requireRun(message.run());
        if (message.n() == null || message.n() < 1 || message.n() > MAX_CREDIT) {
            throw DemistException.invalid("n", String.valueOf(message.n()), "allowed: 1 to " + MAX_CREDIT);
        }
        return message;
    }

    private static void requireRun(@Nullable String run) {
        if (run == null || run.isEmpty()) {
            throw DemistException.invalid("run", String.valueOf(run), "it must be a run's id");
        }
    }
}
