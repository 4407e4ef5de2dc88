package dev.demist.server.ws;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Opening;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.Progress;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.RunEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages to viewers, as JSON text. */
final class ServerMessage {

    static final String DRAINING = StrictJson.write(Map.of("type", "draining"));

    private ServerMessage() {}

    /** The answer to {@code watch}. */
    static String snapshot(Run run, int watch) {
        Map<String, @Nullable Object> message = message("snapshot", run);
        message.put("run", run);
        message.put("watch", watch);
        return StrictJson.write(message);
    }

    /** A run's change: {@code done}, {@code failed} or {@code state}. */
    static String change(Run run) {
        return switch (run.progress().status()) {
            case DONE -> StrictJson.write(message("done", run));
            case FAILED -> failed(run);
            default -> state(run);
        };
    }

    private static String state(Run run) {
        Progress progress = run.progress();
        Map<String, @Nullable Object> message = message("state", run);
        message.put("status", progress.status());
        message.put("step", progress.step());
        message.put("steps", progress.steps());
        message.put("noiseLevel", progress.noiseLevel());
        message.put("stepsPerSecond", progress.stepsPerSecond());
        message.put("secondsLeft", progress.secondsLeft());
        message.put("queuePlace", progress.queuePlace());
        return StrictJson.write(message);
    }

    private static String failed(Run run) {
        RunError error = run.progress().error();
        Map<String, @Nullable Object> message = message("failed", run);
        message.put("code", error == null ? ErrorCode.ENGINE_FAILED : error.code());
        message.put("detail", error == null ? "" : error.detail());
        return StrictJson.write(message);
    }

    /** A run that cannot be watched. */
    static String refused(String run, Throwable error) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", "failed");
        message.put("run", run);
        message.put("seq", 0);
        message.put("code", error instanceof DemistException known ? known.code() : ErrorCode.ENGINE_FAILED);
        message.put("detail", error instanceof DemistException known ? known.getMessage() : "an unexpected error");
        return StrictJson.write(message);
    }

    static String queue(QueueLength queue) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", "queue");
        message.put("length", queue.length());
        message.put("running", queue.running());
        message.put("problem", queue.problem());
        return StrictJson.write(message);
    }

    /** A run that came into the caller's list, changed in it, or left it. */
    static String event(RunEvent event) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", event.kind().name().toLowerCase(Locale.ROOT));
        message.put("run", event.kind() == RunEvent.Kind.REMOVED ? event.run().id() : event.run());
        return StrictJson.write(message);
    }

    /** How many sockets watch a run. */
    static String viewers(String run, int count) {
        return StrictJson.write(Map.of("type", "viewers", "run", run, "count", count));
    }

    /** The step of a run that its owner looks at. */
    static String playhead(String run, Playhead playhead) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", "playhead");
        message.put("run", run);
        message.put("step", playhead.step());
        return StrictJson.write(message);
    }

    static String opening(Opening opening) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", "opening");
        message.put("model", opening.model());
        message.put("part", opening.part());
        message.put("done", opening.done());
        message.put("parts", opening.parts());
        return StrictJson.write(message);
    }

    private static Map<String, @Nullable Object> message(String type, Run run) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("run", run.id());
        message.put("seq", run.progress().seq());
        return message;
    }
}
