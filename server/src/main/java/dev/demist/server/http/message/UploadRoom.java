package dev.demist.server.http.message;

import dev.demist.DemistException;
import dev.demist.server.memory.ServerMemory;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the sum of the bodies that are being received: what would exceed it is refused with 503 before it is read.
 * Small bodies always pass. Thread-safe.
 *
 * @param memory the shares of the server's memory, which later handlers find in the context
 * @param most the largest body that is allowed
 */
public record UploadRoom(ServerMemory memory, long most) implements Handler<RoutingContext> {

    /** Bodies and answers up to so many bytes are not counted. */
    static final int SMALL = 64 * 1024;

    private static final String UPLOAD = UploadRoom.class.getName();

    @Override
    public void handle(RoutingContext context) {
        context.put(ServerMemory.class.getName(), memory);
        long length = length(context.request().getHeader(HttpHeaders.CONTENT_LENGTH), isChunked(context));
        if (length > SMALL && length <= most) {
            context.put(UPLOAD, memory.uploads().take("body", length));
            context.response().closeHandler(v -> giveBack(context));
        }
        context.next();
    }

    /** To be called when the body is there. */
    public static void received(RoutingContext context) {
        giveBack(context);
        context.next();
    }

    /** Gives back what the body has taken: it is there, or will not come. */
    static void giveBack(RoutingContext context) {
        Runnable upload = context.get(UPLOAD);
        if (upload != null) {
            upload.run();
        }
    }

    private static boolean isChunked(RoutingContext context) {
        return context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    // A body of unknown length may be as long as is allowed.
    private long length(@Nullable String header, boolean chunked) {
        try {
            return header == null ? chunked ? most : 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            throw DemistException.invalid("Content-Length", header, "it must be a whole number");
        }
    }

    /** The shares of memory, if the request came by. */
    static @Nullable ServerMemory of(RoutingContext context) {
        return context.get(ServerMemory.class.getName());
    }
}
