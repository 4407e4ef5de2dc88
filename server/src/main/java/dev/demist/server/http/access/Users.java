package dev.demist.server.http.access;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds out who calls: with tokens set, only those who show one, in a header or in the page's cookie, which the page
 * gets when it is opened as {@code /?token=}. Thread-safe.
 */
public final class Users implements Handler<RoutingContext> {

    private static final String COOKIE = "demist";
    private static final String USER = "demist.user";
    private static final String BEARER = "bearer ";
    private static final String PARAMETER = "token";

    private final Tokens tokens;
    private final PublicAddress address;

    /** Callers with {@code tokens}, who know the server as {@code address}. */
    public Users(Tokens tokens, PublicAddress address) {
        this.address = address;
        this.tokens = tokens;
    }

    /** The user that this handler found. */
    public static String of(RoutingContext context) {
        String user = context.get(USER);
        return user == null ? Tokens.LOCAL : user;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (tokens.byUser().isEmpty()) {
            context.next();
        } else if (opensPage(request)) {
            greet(context);
        } else {
            context.put(USER, shown(request).flatMap(tokens::userOf).orElseThrow(Users::refusal));
            context.next();
        }
    }

    private static boolean opensPage(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && request.path().equals("/") && request.getParam(PARAMETER) != null;
    }

    private void greet(RoutingContext context) {
        String token = context.request().getParam(PARAMETER);
        tokens.userOf(token).orElseThrow(Users::refusal);
        String home = address.prefix() + "/";
        context.response()
                .addCookie(Cookie.cookie(COOKIE, encode(token))
                        .setPath(home)
                        .setSecure(true)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.STRICT))
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, home)
                .end();
    }

    private static DemistException refusal() {
        return new DemistException(
                ErrorCode.UNAUTHORIZED,
                "a token is needed: send it as 'Authorization: Bearer', or open the page as /?token=, over https or on this"
                        + " machine (browsers keep the cookie nowhere else)");
    }

    private static Optional<String> shown(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(request.getCookie(COOKIE)).flatMap(cookie -> decode(cookie.getValue()));
    }

    // Not every character of a token may stand in a cookie.
    private static String encode(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<String> decode(String cookie) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
