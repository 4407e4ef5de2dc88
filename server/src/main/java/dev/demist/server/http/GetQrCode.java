package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.server.http.message.Responses;
import io.nayuki.qrcodegen.QrCode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/qr.svg?text=}: a text, such as the address of a run, as a code that phones read. */
final class GetQrCode implements Handler<RoutingContext> {

    private static final int MAX_LENGTH = 500;

    /** The white border that readers need, in modules. */
    private static final int QUIET = 4;

    @Override
    public void handle(RoutingContext context) {
        String text = checked(context.request().getParam("text", ""));
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "image/svg+xml")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Responses.end(context, Buffer.buffer(svg(QrCode.encodeText(text, QrCode.Ecc.MEDIUM))));
    }

    private static String checked(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw DemistException.invalid("text", text, "it must have 1 to " + MAX_LENGTH + " characters");
        }
        return text;
    }

    private static String svg(QrCode code) {
        int side = code.size + 2 * QUIET;
        String box = -QUIET + " " + -QUIET + " " + side + " " + side;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"" + box + "\" shape-rendering=\"crispEdges\">"
                + "<path fill=\"#fff\" d=\"M-" + QUIET + "-" + QUIET + "h" + side + "v" + side + "h-" + side + "z\"/>"
                + "<path d=\"" + modules(code) + "\"/></svg>";
    }

    private static String modules(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }
}
