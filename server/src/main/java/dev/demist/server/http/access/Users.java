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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds out who calls: with tokens set, only those who show one, in a header or in the page's cookie, which the page
 * gets when it is opened with {@code ?token=}. The page's files are everybody's. Thread-safe.
 */
public final class Users implements Handler<RoutingContext> {

    private static final String COOKIE = "demist";
    private static final String USER = "demist.user";
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String PARAMETER = "token";
    private static final String ASKED = "This server asks for a token. The person who runs it can give you one.";
    private static final String UNKNOWN = "That token is not known here.";
    private static final Pattern PAGE = Pattern.compile("/|/r/[^/]+");

    private final Tokens tokens;
    private final PublicAddress address;
    private final Predicate<String> isFile;
    private final TokenPage tokenPage = new TokenPage();

    /** Callers with {@code tokens}, who know the server as {@code address}; {@code isFile} knows the page's files. */
    public Users(Tokens tokens, PublicAddress address, Predicate<String> isFile) {
        this.address = address;
        this.isFile = isFile;
        this.tokens = tokens;
    }

    /** The user that this handler found. */
    public static String of(RoutingContext context) {
        String user = context.get(USER);
        return user == null ? Tokens.LOCAL : user;
    }

    /** Lets the caller of a request see what {@code user} sees, before this handler is asked. */
    public static void admit(RoutingContext context, String user) {
        context.put(USER, user);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (tokens.byUser().isEmpty() || context.get(USER) != null || isFile.test(context.normalizedPath())) {
            context.next();
            return;
        }
        try {
            identify(context);
        } catch (DemistException e) {
            if (!TokenPage.isWanted(request)) {
                throw e;
            }
            tokenPage.send(context, request.getParam(PARAMETER) == null ? ASKED : UNKNOWN);
        }
    }

    private void identify(RoutingContext context) {
        if (opensPage(context)) {
            greet(context);
        } else {
            context.put(USER, shown(context.request()).flatMap(tokens::userOf).orElseThrow(Users::refusal));
            context.next();
        }
    }

    private static boolean opensPage(RoutingContext context) {
        HttpServerRequest request = context.request();
        return request.method() == HttpMethod.GET
                && PAGE.matcher(context.normalizedPath()).matches()
                && request.getParam(PARAMETER) != null;
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
                .putHeader(HttpHeaders.LOCATION, address.prefix() + withoutToken(context))
                .end();
    }

    private static String withoutToken(RoutingContext context) {
        String at = context.request().getParam("at");
        return context.normalizedPath() + (at == null ? "" : "?at=" + URLEncoder.encode(at, StandardCharsets.UTF_8));
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
        if (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return password(header.substring(BASIC.length()).strip());
        }
        return Optional.ofNullable(request.getCookie(COOKIE)).flatMap(cookie -> decode(cookie.getValue()));
    }

    // Programs that know only names and passwords send the token as the password.
    private static Optional<String> password(String credentials) {
        try {
            String both = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(both.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
