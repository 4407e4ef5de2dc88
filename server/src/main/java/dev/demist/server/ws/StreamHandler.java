package dev.demist.server.ws;

import dev.demist.DemistException;
import dev.demist.server.memory.Memory;
import dev.demist.server.run.service.RunService;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code GET /api/v1/stream}: the WebSocket. Thread-safe. */
public final class StreamHandler implements Handler<RoutingContext> {

    /** The subprotocol that viewers speak. */
    public static final String SUBPROTOCOL = "demist.v1";

    /** The largest message of a viewer in bytes. */
    public static final int MAX_MESSAGE = 1 << 20;

    private static final int WRITE_QUEUE = 256 * 1024;
    private static final long PING_MILLIS = 25_000;

    private final RunService runs;
    private final Function<RoutingContext, Visitor> visitors;
    private final Audiences audiences = new Audiences();
    private final Memory memory;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    /**
     * Streams of {@code runs} for the visitors that {@code visitors} finds in requests; they are counted in
     * {@code registry}.
     *
     * @param memory for previews that viewers have not taken yet
     */
    public StreamHandler(
            RunService runs, Function<RoutingContext, Visitor> visitors, Memory memory, MeterRegistry registry) {
        registry.gauge("demist.viewers", sessions, Set::size);
        this.runs = runs;
        this.visitors = visitors;
        this.memory = memory;
    }

    @Override
    public void handle(RoutingContext context) {
        String upgrade = String.valueOf(context.request().getHeader(HttpHeaders.UPGRADE));
        if (!upgrade.equalsIgnoreCase("websocket")) {
            throw DemistException.invalid("Upgrade", upgrade, "this address is for WebSockets: it must be websocket");
        }
        Context loop = context.vertx().getOrCreateContext();
        Visitor visitor = visitors.apply(context);
        context.request()
                .toWebSocket()
                .onSuccess(ws -> open(new Socket(ws, loop, memory), visitor))
                .onFailure(context::fail);
    }

    private void open(Socket socket, Visitor visitor) {
        ServerWebSocket ws = socket.ws();
        Session session = new Session(socket, runs, audiences, visitor);
        sessions.add(session);
        long pings = socket.loop().owner().setPeriodic(PING_MILLIS, id -> ws.writePing(Buffer.buffer("demist")));
        ws.setWriteQueueMaxSize(WRITE_QUEUE);
        ws.exceptionHandler(e -> violated(session, e));
        ws.closeHandler(v -> {
            socket.loop().owner().cancelTimer(pings);
            sessions.remove(session);
            session.stop();
        });
        ws.frameHandler(new TextMessages(session));
    }

    private static void violated(Session session, Throwable error) {
        if (error instanceof CorruptedWebSocketFrameException frame) {
            session.fail(code(frame.closeStatus().code()), String.valueOf(frame.getMessage()));
        } else {
            session.stop();
        }
    }

    private static CloseCode code(int status) {
        return Stream.of(CloseCode.values())
                .filter(code -> code.status() == status)
                .findFirst()
                .orElse(CloseCode.PROTOCOL_ERROR);
    }

    /** Tells every viewer that the server is about to stop. */
    public void draining() {
        sessions.forEach(Session::draining);
    }

    /** Closes every viewer's socket. */
    public void close() {
        sessions.forEach(Session::leave);
    }
}
