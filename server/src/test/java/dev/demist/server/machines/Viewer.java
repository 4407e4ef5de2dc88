package dev.demist.server.machines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.internal.StrictJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches one run to its end, whatever happens to the server in between: it connects again, and goes on. */
final class Viewer implements WebSocket.Listener {

    private final String address;
    private final String run;
    private final HttpClient client = HttpClient.newHttpClient();
    private final StringBuilder text = new StringBuilder();
    final AtomicInteger frames = new AtomicInteger();
    final AtomicInteger errors = new AtomicInteger();
    private volatile int greatest;
    private volatile CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean ended;

    Viewer(int port, String run) {
        this.address = "ws://127.0.0.1:" + port + "/api/v1/stream";
        this.run = run;
    }

    /** Watches until the run has ended. */
    Viewer watch() {
        Thread thread = new Thread(this::stay, "viewer-" + run);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void stay() {
        while (!ended) {
            try {
                closed = new CompletableFuture<>();
                WebSocket socket = client.newWebSocketBuilder()
                        .buildAsync(URI.create(address), this)
                        .join();
                socket.sendText(StrictJson.write(Map.of("type", "watch", "run", run, "credit", 1)), true)
                        .join();
                closed.join();
            } catch (CompletionException e) {
                Pictures.pause(200);
            }
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard(socket, StrictJson.object(text.toString().getBytes(StandardCharsets.UTF_8)));
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void heard(WebSocket socket, JsonNode message) {
        String type = message.path("type").asText();
        if (type.equals("state")) {
            int step = message.path("step").asInt();
            errors.addAndGet(step < greatest ? 1 : 0);
            greatest = Math.max(greatest, step);
        } else if (type.equals("error") || type.equals("failed")) {
            errors.incrementAndGet();
        }
        if (type.equals("done") || message.at("/run/status").asText().equals("done")) {
            ended = true;
            socket.abort();
            closed.complete(null);
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        frames.incrementAndGet();
        socket.sendText(StrictJson.write(Map.of("type", "credit", "run", run, "n", 1)), true);
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.complete(null);
    }

    boolean isEnded() {
        return ended;
    }
}
