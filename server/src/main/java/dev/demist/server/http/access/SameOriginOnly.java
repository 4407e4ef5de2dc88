package dev.demist.server.http.access;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Allows requests of the server's own page and of programs, but not of other pages: the {@code Host} must be one of
 * ours (against DNS rebinding), and an {@code Origin}, if there is one, the same as it (against cross-site calls).
 * Thread-safe.
 */
public final class SameOriginOnly implements Handler<RoutingContext> {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Set<String> WILDCARD = Set.of("0.0.0.0", "::", "[::]");

    private final String host;

    public SameOriginOnly(String host) {
        this.host = host.toLowerCase(Locale.ROOT);
    }

    /** Returns whether only this machine can reach a server that is bound to {@code host}. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.startsWith("127.");
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort authority = request.authority();
        String name = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        if (!isOurs(name)) {
            throw new DemistException(
                    ErrorCode.FORBIDDEN,
                    "Host: " + name + " is not allowed; call " + (isLoopback(host) ? "localhost" : host));
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isSame(origin, authority)) {
            throw new DemistException(
                    ErrorCode.FORBIDDEN, "Origin: " + origin + " is not allowed; only this server's own page may call");
        }
        context.next();
    }

    // Bound to every address, the server cannot know its names; there the token is the guard.
    private boolean isOurs(String name) {
        return LOOPBACK.contains(name) || name.equals(host) || (!name.isEmpty() && WILDCARD.contains(host));
    }

    private static boolean isSame(String origin, HostAndPort authority) {
        try {
            URI uri = URI.create(origin);
            int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            int ownPort = authority.port() >= 0 ? authority.port() : "https".equals(uri.getScheme()) ? 443 : 80;
            return uri.getHost() != null && strip(uri.getHost()).equals(strip(authority.host())) && port == ownPort;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String strip(String name) {
        return name.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    }
}
