package dev.demist.engine.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Requests to the hub. Redirects are followed here and not by the JDK's client, which sends the token on to the next
 * host: it goes only where scheme, host and port are the hub's own. Thread-safe.
 */
final class HubHttp {

    private static final int MAX_REDIRECTS = 5;
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);

    private final HubSettings settings;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(TO_CONNECT)
            .build();

    HubHttp(HubSettings settings) {
        this.settings = settings;
    }

    /** The response after all redirects; the caller closes its body. */
    HttpResponse<InputStream> get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        URI at = uri;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = client.send(request(at, headers), BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 != 3 || response.statusCode() == 304) {
                return response;
            }
            response.body().close();
            at = next(at, response);
        }
        throw new IOException(uri + " was redirected more than " + MAX_REDIRECTS + " times");
    }

    /** Returns whether an address belongs to the hub, so that it may receive the token. */
    boolean isHub(URI uri) {
        URI hub = settings.endpoint();
        return hub.getScheme().equalsIgnoreCase(uri.getScheme())
                && hub.getHost().equalsIgnoreCase(uri.getHost())
                && port(hub) == port(uri);
    }

    private HttpRequest request(URI uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TO_ANSWER)
                .header("User-Agent", "demist")
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (settings.token() != null && isHub(uri)) {
            request.header("Authorization", settings.token().authorization());
        }
        return request.build();
    }

    private URI next(URI from, HttpResponse<?> response) throws IOException {
        String location = response.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(URI.create(location));
            if (to.getHost() == null || !("https".equals(to.getScheme()) || "http".equals(to.getScheme()))) {
                throw new IOException("a redirect of " + from.getHost() + " does not lead to a web address");
            }
            if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
                throw new IOException("a redirect of " + from.getHost() + " leads from https to http");
            }
            requirePublic(to);
            return to;
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect of " + from.getHost() + " does not lead to an address", e);
        }
    }

    /** A hub of the internet must not lead into the network that Demist runs in. */
    private void requirePublic(URI to) throws IOException {
        if (!isPrivate(settings.endpoint()) && isPrivate(to)) {
            throw new IOException("a redirect leads to " + to.getHost() + ", an address of the inner network");
        }
    }

    static boolean isPrivate(URI uri) throws IOException {
        for (InetAddress address : InetAddress.getAllByName(Objects.requireNonNull(uri.getHost()))) {
            boolean unique = address.getAddress().length == 16 && (address.getAddress()[0] & 0xFE) == 0xFC;
            if (address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isAnyLocalAddress()
                    || unique) {
                return true;
            }
        }
        return false;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
