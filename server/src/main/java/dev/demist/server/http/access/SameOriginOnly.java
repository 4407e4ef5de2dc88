package dev.demist.server.http.access;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Allows requests of the server's own page and of programs, but not of other pages: the {@code Host} must be one of
 * ours (against DNS rebinding), and an {@code Origin}, if there is one, the same as it (against cross-site calls).
 * Thread-safe.
 */
public final class SameOriginOnly implements Handler<RoutingContext> {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Set<String> WILDCARD = Set.of("0.0.0.0", "::", "[::]");

    private final String host;
    private final PublicAddress address;

    /** Allows the names of a server that is bound to {@code host} and known as {@code address}. */
    public SameOriginOnly(String host, PublicAddress address) {
        this.address = address;
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
        if (!isOurs(name) && !isOldProbe(request)) {
            throw new DemistException(
                    ErrorCode.FORBIDDEN,
                    "Host: " + name + " is not allowed; call " + (isLoopback(host) ? "localhost" : host)
                            + ", or set --public-url to the address of the proxy");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isSame(origin, authority)) {
            throw new DemistException(
                    ErrorCode.FORBIDDEN, "Origin: " + origin + " is not allowed; only this server's own page may call");
        }
        context.next();
    }

    // Probes of load balancers may speak HTTP/1.0, which has no Host; browsers do not.
    private static boolean isOldProbe(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0 && request.getHeader(HttpHeaders.HOST) == null;
    }

    // Bound to every address, the server cannot know its names; there the token is the guard.
    private boolean isOurs(String name) {
        return LOOPBACK.contains(name)
                || name.equals(host)
                || address.isHost(name)
                || (!name.isEmpty() && WILDCARD.contains(host));
    }

    private boolean isSame(String origin, @Nullable HostAndPort authority) {
        try {
            URI uri = URI.create(origin);
            if (uri.getHost() == null || authority == null) {
                return false;
            }
            boolean isPublic = address.isHost(authority.host().toLowerCase(Locale.ROOT));
            return address.isOrigin(uri) || !isPublic && isAuthority(uri, authority);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isAuthority(URI uri, HostAndPort authority) {
        int ownPort = authority.port() >= 0 ? authority.port() : "https".equals(uri.getScheme()) ? 443 : 80;
        return strip(uri.getHost()).equals(strip(authority.host())) && PublicAddress.port(uri) == ownPort;
    }

    private static String strip(String name) {
        return name.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    }
}
