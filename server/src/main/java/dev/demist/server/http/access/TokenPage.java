package dev.demist.server.http.access;

import dev.demist.server.http.message.Responses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** What browsers show where a token is needed: a page that asks for it. Thread-safe. */
final class TokenPage {

    private static final String WHAT = "<!-- what -->";
    private static final String AT = "<!-- at -->";
    private static final String STYLE = "<style>";

    private final String page = read();
    private final String policy = "default-src 'none'; style-src 'sha256-" + hash(style()) + "'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private static String read() {
        try (InputStream in = Objects.requireNonNull(TokenPage.class.getResourceAsStream("token.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String style() {
        return page.substring(page.indexOf(STYLE) + STYLE.length(), page.indexOf("</style>"));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the caller is a browser that opens a page. */
    static boolean isWanted(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        return reads && accept != null && accept.contains("text/html");
    }

    /** Answers with the page, which says {@code what}; its form comes back to the same address. */
    void send(RoutingContext context, String what) {
        context.response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Bearer realm=\"Demist\"")
                .putHeader("Content-Security-Policy", policy)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8");
        String text = page.replace(WHAT, escape(what)).replace(AT, step(context));
        Responses.end(context, Buffer.buffer(text));
    }

    // A form that is sent by GET replaces the query of its address.
    private static String step(RoutingContext context) {
        String at = context.request().getParam("at");
        return at == null ? "" : "<input type=\"hidden\" name=\"at\" value=\"" + escape(at) + "\">";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
