package dev.demist.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.internal.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One WebSocket; what it was told waits in queues. */
public final class Viewer {

    private static final long PATIENCE_SECONDS = 30;

    /** What was received and not yet taken. */
    public final BlockingQueue<Buffer> frames = new LinkedBlockingQueue<>();

    public final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

    private final WebSocket socket;
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    private Viewer(WebSocket socket) {
        this.socket = socket;
    }

    static Viewer connect(WebSocketClient client, int port, String query) {
        return client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/api/v1/stream" + query)
                        .setSubProtocols(List.of("demist.v1")))
                .map(socket -> {
                    Viewer viewer = new Viewer(socket);
                    socket.binaryMessageHandler(viewer.frames::add);
                    socket.textMessageHandler(
                            text -> viewer.messages.add(StrictJson.object(text.getBytes(StandardCharsets.UTF_8))));
                    socket.closeHandler(
                            v -> viewer.closed.complete(socket.closeStatusCode() + " " + socket.closeReason()));
                    return viewer;
                })
                .await();
    }

    public String subProtocol() {
        return socket.subProtocol();
    }

    public void say(String json) {
        socket.writeTextMessage(json).await();
    }

    public void sayBinary(byte[] bytes) {
        socket.writeBinaryMessage(Buffer.buffer(bytes)).await();
    }

    public void watch(String run) {
        say("{\"type\":\"watch\",\"run\":\"" + run + "\"}");
    }

    /** Watches, and takes linear previews. */
    public void watchLinear(String run) {
        say("{\"type\":\"watch\",\"run\":\"" + run + "\",\"preview\":\"linear\"}");
    }

    public void credit(String run, int n) {
        say("{\"type\":\"credit\",\"run\":\"" + run + "\",\"n\":" + n + "}");
    }

    /** The next preview. */
    public Buffer frame() {
        return take(frames, "a preview");
    }

    /** Its step. */
    public static int step(Buffer frame) {
        return frame.getUnsignedShort(16);
    }

    /** The next message of a type; those before it are dropped. */
    public JsonNode message(String type) {
        return message(message -> message.get("type").asText().equals(type));
    }

    public JsonNode message(Predicate<JsonNode> wanted) {
        JsonNode message = take(messages, "a message");
        while (!wanted.test(message)) {
            message = take(messages, "a message");
        }
        return message;
    }

    /** Waits until the watched run is done, be it that a change says so or already the snapshot. */
    public void awaitDone() {
        message(message -> message.get("type").asText().equals("done")
                || message.at("/run/status").asText().equals("done"));
    }

    /** Code and reason with which the server closed the socket. */
    public String closed() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Takes nothing more from the network, as a suspended laptop does. */
    public void stopReading() {
        socket.pause();
    }

    public void close() {
        socket.close().await();
    }

    private static <T> T take(BlockingQueue<T> queue, String what) {
        try {
            T taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError(what + " was expected");
            }
            return taken;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
