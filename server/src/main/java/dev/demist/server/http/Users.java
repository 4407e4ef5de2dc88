package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Finds out who calls: with a token set, only those who show it, in a header or in the page's cookie. Thread-safe. */
final class Users implements Handler<RoutingContext> {

    static final String COOKIE = "demist";

    private static final String USER = "demist.user";
    private static final String LOCAL = "local";
    private static final String BEARER = "Bearer ";

    private final @Nullable String token;

    Users(@Nullable String token) {
        this.token = token;
    }

    /** The user that this handler found. */
    static String of(RoutingContext context) {
        String user = context.get(USER);
        return user == null ? LOCAL : user;
    }

    @Override
    public void handle(RoutingContext context) {
        if (token != null && !isRight(token, shown(context.request()))) {
            throw new DemistException(
                    ErrorCode.UNAUTHORIZED,
                    "a token is needed: send it as Authorization: Bearer, or open the page with ?token=");
        }
        context.put(USER, LOCAL);
        context.next();
    }

    /** Whether {@code shown} is the token; takes the same time for every wrong one. */
    static boolean isRight(String token, @Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String shown(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith(BEARER)) {
            return header.substring(BEARER.length());
        }
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? null : cookie.getValue();
    }
}
