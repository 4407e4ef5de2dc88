package dev.demist.server.http.access;

import dev.demist.DemistException;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address under which callers know the server: behind a proxy, that of the proxy. Forwarding headers are not read,
 * as every caller can send them.
 *
 * @param url scheme, host, port if it is not the scheme's own, and the prefix of paths; null for the address that a
 *     caller connects to
 */
public record PublicAddress(@Nullable URI url) {

    /** No proxy: the address that a caller connects to. */
    public static final PublicAddress DIRECT = new PublicAddress(null);

    /**
     * Reads an address such as {@code https://pictures.example/demist}.
     *
     * @throws DemistException INVALID_REQUEST if it is anything but http or https, a host, a port and a path
     */
    public static PublicAddress of(String text) {
        try {
            URI url = URI.create(text.replaceFirst("/+$", ""));
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null && isPlain(url)) {
                return new PublicAddress(url);
            }
        } catch (IllegalArgumentException e) {
            // The message below says what is allowed.
        }
        throw DemistException.invalid(
                "--public-url",
                text,
                "it must be http or https, a host and, if there is one, a path: https://host/path");
    }

    private static boolean isPlain(URI url) {
        return url.getRawQuery() == null && url.getRawFragment() == null;
    }

    /** The prefix of every path, empty if there is none. */
    public String prefix() {
        return url == null ? "" : url.getRawPath();
    }

    /** Scheme, host, port and prefix, for links in responses to {@code request}. */
    public String base(HttpServerRequest request) {
        return url == null ? request.scheme() + "://" + request.authority() : url.toString();
    }

    /** Whether {@code name}, in lower case, is the public name of the server. */
    boolean isHost(String name) {
        return url != null && url.getHost().toLowerCase(Locale.ROOT).equals(name);
    }

    /** Whether {@code origin} is the public one. */
    boolean isOrigin(URI origin) {
        return url != null
                && url.getScheme().equalsIgnoreCase(origin.getScheme())
                && url.getHost().equalsIgnoreCase(origin.getHost())
                && port(url) == port(origin);
    }

    /** The port, or the scheme's own. */
    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
