package dev.demist.server.ws;

import dev.demist.DemistException;
import dev.demist.server.memory.Memory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/**
 * A socket and the event loop that it is confined to.
 *
 * @param memory for previews that viewers have not taken yet
 */
record Socket(ServerWebSocket ws, Context loop, Memory memory) {

    Future<Void> text(String message) {
        return ws.writeTextMessage(message);
    }

    /** Fails with OUT_OF_MEMORY if viewers that do not read have taken all of it. */
    Future<Void> binary(Buffer message) {
        try {
            Runnable giveBack = memory.take("preview", message.length());
            return ws.writeBinaryMessage(message).onComplete(sent -> giveBack.run());
        } catch (DemistException e) {
            return Future.failedFuture(e);
        }
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
