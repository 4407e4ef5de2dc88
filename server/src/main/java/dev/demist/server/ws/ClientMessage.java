package dev.demist.server.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.request.Checks;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message from a viewer. */
sealed interface ClientMessage {

    /** Receives messages: one method for each kind. */
    interface Receiver {
        void watch(WatchRun message);

        void credit(Credit message);

        void unwatch(Unwatch message);

        void playhead(MovePlayhead message);

        void watchQueue();
    }

    /** Calls the method of {@code receiver} for this kind of message. */
    void deliverTo(Receiver receiver);

    /** The maximum number of previews that a viewer has asked for and not received yet. */
    int MAX_CREDIT = 16;

    /** The longest side that a preview can be scaled to, in pixels. */
    int MAX_SIZE = 2048;

    /**
     * Asks for the changes of a run.
     *
     * @param run its id
     * @param from the last sequence number that the viewer saw
     * @param credit previews that the viewer can take at once, as if {@link Credit} followed: a short run may be over
     *     before it does
     * @param preview how they are made: auto (if not said), linear, tiny or full
     * @param size their longest side in pixels; 0 or left out for their own
     */
    record WatchRun(
            @Nullable String run,
            @Nullable Long from,
            @Nullable Integer credit,
            @Nullable String preview,
            @Nullable Integer size)
            implements ClientMessage {

        @Override
        public void deliverTo(Receiver receiver) {
            receiver.watch(this);
        }

        PreviewFormat format() {
            return new PreviewFormat(PreviewKind.of(preview), size == null ? 0 : size);
        }
    }

    /** Asks for {@code n} more previews of a run. */
    record Credit(@Nullable String run, @Nullable Integer n) implements ClientMessage {

        @Override
        public void deliverTo(Receiver receiver) {
            receiver.credit(this);
        }
    }

    /** Ends the watching of a run. */
    record Unwatch(@Nullable String run) implements ClientMessage {

        @Override
        public void deliverTo(Receiver receiver) {
            receiver.unwatch(this);
        }
    }

    /**
     * Tells the other viewers of a run which step its owner looks at.
     *
     * @param run its id
     * @param step null for the newest
     */
    record MovePlayhead(@Nullable String run, @Nullable Integer step) implements ClientMessage {

        @Override
        public void deliverTo(Receiver receiver) {
            receiver.playhead(this);
        }
    }

    /**
     * Asks for the length of the queue, the progress of models that are being opened, and news of the caller's runs.
     */
    record WatchQueue() implements ClientMessage {

        @Override
        public void deliverTo(Receiver receiver) {
            receiver.watchQueue();
        }
    }

    /**
     * Reads a message.
     *
     * @throws DemistException INVALID_REQUEST if it is malformed: field, value, what is allowed
     */
    static ClientMessage read(String text) {
        ObjectNode object = StrictJson.object(text.getBytes(StandardCharsets.UTF_8));
        JsonNode type = object.remove("type");
        return switch (type == null ? "" : type.asText()) {
            case "watch" -> checked(StrictJson.read(object, WatchRun.class));
            case "credit" -> checked(StrictJson.read(object, Credit.class));
            case "unwatch" -> checked(StrictJson.read(object, Unwatch.class));
            case "playhead" -> checked(StrictJson.read(object, MovePlayhead.class));
            case "watch-queue" -> StrictJson.read(object, WatchQueue.class);
            default ->
                throw DemistException.invalid(
                        "type", String.valueOf(type), "it must be watch, credit, unwatch, playhead or watch-queue");
        };
    }

    private static WatchRun checked(WatchRun message) {
        requireRun(message.run());
        if (message.credit() != null) {
            requireCredit("credit", message.credit());
        }
        PreviewKind.of(message.preview());
        if (message.size() != null) {
            Checks.range("size", message.size(), 0, MAX_SIZE);
        }
        return message;
    }

    private static MovePlayhead checked(MovePlayhead message) {
        requireRun(message.run());
        if (message.step() != null && message.step() < 0) {
            throw DemistException.invalid("step", message.step(), "it must be a step of the run, or null");
        }
        return message;
    }

    private static Unwatch checked(Unwatch message) {
        requireRun(message.run());
        return message;
    }

    private static Credit checked(Credit message) {
        requireRun(message.run());
        requireCredit("n", message.n());
        return message;
    }

    private static void requireCredit(String field, @Nullable Integer credit) {
        if (credit == null || credit < 1 || credit > MAX_CREDIT) {
            throw DemistException.invalid(field, String.valueOf(credit), "it must be from 1 to " + MAX_CREDIT);
        }
    }

    private static void requireRun(@Nullable String run) {
        if (run == null || run.isEmpty()) {
            throw DemistException.invalid("run", String.valueOf(run), "it must be a run's id");
        }
    }
}
