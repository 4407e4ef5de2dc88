package dev.demist.server.ws;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A socket and the event loop that it is confined to. */
record Socket(ServerWebSocket ws, Context loop) {

    Future<Void> text(String message) {
        return ws.writeTextMessage(message);
    }

    Future<Void> binary(Buffer message) {
        return ws.writeBinaryMessage(message);
    }

    /** Does {@code work} on the event loop unless the socket has been closed. */
    void later(Runnable work) {
        loop.runOnContext(v -> {
            if (!ws.isClosed()) {
                work.run();
            }
        });
    }
}
