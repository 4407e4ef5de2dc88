package dev.demist.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.Models;
import dev.demist.internal.StrictJson;
import dev.demist.server.http.DemistServer;
import dev.demist.server.http.Meters;
import dev.demist.server.http.ServerOptions;
import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.memory.ServerMemory;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.service.RunService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A server of {@link FakeModels} on a free port, and what is needed to call it. */
public final class TestServer implements AutoCloseable {

    /** How long the runs of callers who have hung up go on. */
    public static final Duration GRACE = Duration.ofMillis(300);

    public final FakeModels models = new FakeModels();
    public final PrometheusMeterRegistry meters = Meters.create();
    public final MemoryStore store;
    public final RunService runs;
    public final DemistServer server;

    private final Models served;
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(200));
    private final HttpClient client = HttpClient.newHttpClient();

    public TestServer() {
        this(Tokens.NONE, Limits.DEFAULT);
    }

    public TestServer(Tokens tokens, Limits limits) {
        this(tokens, limits, null);
    }

    /** A server of other models. */
    public TestServer(Models others) {
        this(Tokens.NONE, Limits.DEFAULT, others);
    }

    /** A server that keeps the runs of callers who have hung up going for {@code grace}. */
    public TestServer(Duration grace) {
        this(Tokens.NONE, Limits.DEFAULT, null, PublicAddress.DIRECT, grace, ServerMemory.ofHeap());
    }

    /** A server of other models that has the defaults of a real one. */
    public static TestServer realistic(Tokens tokens, Limits limits, Models others) {
        ServerOptions usual = new ServerOptions("", 0, tokens, PublicAddress.DIRECT);
        return new TestServer(tokens, limits, others, PublicAddress.DIRECT, usual.grace(), usual.memory());
    }

    /** A server behind a proxy. */
    public TestServer(Tokens tokens, PublicAddress address) {
        this(tokens, Limits.DEFAULT, null, address);
    }

    private TestServer(Tokens tokens, Limits limits, @Nullable Models others) {
        this(tokens, limits, others, PublicAddress.DIRECT);
    }

    /** A server that finds what another one has stored. */
    public TestServer(MemoryStore kept) {
        this(Tokens.NONE, Limits.DEFAULT, null, PublicAddress.DIRECT, GRACE, ServerMemory.ofHeap(), kept);
    }

    /** A server that has so many bytes for what callers send and ask for. */
    public TestServer(long memory) {
        this(Tokens.NONE, Limits.DEFAULT, null, PublicAddress.DIRECT, GRACE, ServerMemory.of(memory));
    }

    private TestServer(Tokens tokens, Limits limits, @Nullable Models others, PublicAddress address) {
        this(tokens, limits, others, address, GRACE, ServerMemory.ofHeap());
    }

    private TestServer(
            Tokens tokens,
            Limits limits,
            @Nullable Models others,
            PublicAddress address,
            Duration grace,
            ServerMemory memory) {
        this(tokens, limits, others, address, grace, memory, new MemoryStore());
    }

    private TestServer(
            Tokens tokens,
            Limits limits,
            @Nullable Models others,
            PublicAddress address,
            Duration grace,
            ServerMemory memory,
            MemoryStore store) {
        this.store = store;
        served = others == null ? models : others;
        runs = new RunService(
                served, store, limits, Keep.EVERYTHING, memory.pictures(), InstantSource.system(), meters);
        server = DemistServer.start(
                        vertx, new ServerOptions("127.0.0.1", 0, tokens, address, grace, memory), runs, served, meters)
                .await();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    public HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<byte[]> get(String path) {
        return send(request(path));
    }

    public HttpResponse<byte[]> post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public HttpResponse<byte[]> patch(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    /** The body as JSON. */
    public static JsonNode json(HttpResponse<byte[]> response) {
        return StrictJson.object(response.body());
    }

    /** Creates one run; its id. */
    public String create(String json) {
        return json(post("/api/v1/runs", json)).at("/runs/0/id").asText();
    }

    /** Says {@code text} on a socket and returns all that is answered. */
    public String raw(String text) {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A viewer that is connected. */
    public Viewer viewer() {
        return viewer("");
    }

    /** A viewer that came with {@code query}. */
    public Viewer viewer(String query) {
        return Viewer.connect(sockets, server.port(), query);
    }

    @Override
    public void close() {
        models.fake.allow(Integer.MAX_VALUE);
        server.stop().await();
        runs.close();
        served.close();
        vertx.close().await();
    }
}
