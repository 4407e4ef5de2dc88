package dev.demist.webui.toy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.Set;

/** A run of the toy. It lives on the event loop. */
final class ToyRun {

    private static final double FIRST_SIGMA = 14.6;

    final String id;
    final JsonObject request;
    final int steps;
    final Instant createdAt = Instant.now();
    String status = "queued";
    int step;
    long sequence = 1;
    int queuePlace;

    ToyRun(String id, JsonObject request) {
        this.id = id;
        this.request = request;
        this.steps = request.getInteger("steps", customSteps(request.getJsonObject("scheduler", new JsonObject())));
        JsonObject from = request.getJsonObject("from");
        this.step = from == null ? 0 : from.getInteger("state");
    }

    private static int customSteps(JsonObject scheduler) {
        JsonArray timesteps = scheduler.getJsonArray("timesteps", new JsonArray());
        JsonArray sigmas = scheduler.getJsonArray("sigmas", new JsonArray());
        return timesteps.size() + sigmas.size();
    }

    boolean active() {
        return Set.of("queued", "running", "paused").contains(status);
    }

    int width() {
        return request.getInteger("width");
    }

    int height() {
        return request.getInteger("height");
    }

    double noiseLevel(int state) {
        double left = 1 - state / (double) steps;
        return FIRST_SIGMA * left * left * left;
    }

    /** The record as a GET gives it. */
    JsonObject json() {
        boolean failed = status.equals("failed");
        return progress()
                .put("id", id)
                .put("request", request)
                .put("createdAt", createdAt.toString())
                .put("startedAt", step > 0 ? createdAt.toString() : null)
                .put("finishedAt", active() ? null : Instant.now().toString())
                .put("parent", request.getJsonObject("from"))
                .put("width", width())
                .put("height", height())
                .put("error", failed ? failure() : null);
    }

    JsonObject progress() {
        boolean running = status.equals("running");
        return new JsonObject()
                .put("status", status)
                .put("step", step)
                .put("steps", steps)
                .put("noiseLevel", step > 0 ? noiseLevel(step) : null)
                .put("stepsPerSecond", running && step > 0 ? 12.5 : null)
                .put("secondsLeft", running ? (steps - step) / 12.5 : null)
                .put("queuePlace", status.equals("queued") ? queuePlace : null);
    }

    JsonObject failure() {
        return new JsonObject().put("code", "ENGINE_FAILED").put("detail", "The toy was told to fail at step " + step);
    }

    BufferedImage picture(int state) {
        String prompt = request.getString("prompt");
        return ToyPainter.paint(prompt, request.getLong("seed"), width(), height(), 1 - state / (double) steps);
    }

    /** The newest state as it travels on the socket. */
    Buffer frame(int watch) {
        byte[] jpeg = ToyPainter.jpeg(picture(step));
        return Buffer.buffer()
                .appendInt(0x444d5354)
                .appendByte((byte) 1)
                .appendByte((byte) 1)
                .appendShort((short) (step == steps ? 1 : 0))
                .appendLong(sequence)
                .appendUnsignedShort(step)
                .appendUnsignedShort(steps)
                .appendUnsignedShort(width())
                .appendUnsignedShort(height())
                .appendFloat((float) noiseLevel(step))
                .appendUnsignedInt(watch)
                .appendBytes(jpeg);
    }

    boolean mustFail() {
        return request.getString("prompt").startsWith("fail") && step >= 3;
    }
}
