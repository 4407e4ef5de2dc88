package dev.demist.server.http;

import dev.demist.server.http.message.EntityTags;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * {@code GET /} and {@code GET /r/{id}}, the address of a run: the page, from the class path's {@code webroot};
 * browsers ask again and get 304 while it is the same. Its relative addresses begin at the server's root, or at the
 * prefix that a proxy puts before it, under whichever address it was opened. Thread-safe.
 */
final class Page implements Handler<RoutingContext> {

    // Addresses of the interface are told apart without a look at the class path.
    private static final Pattern FILE =
            Pattern.compile("/(?!api/|v1/)(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "txt", "text/plain;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    private static final Pattern RUN = Pattern.compile("/r/[^/]+");
    private static final String INDEX = "/index.html";
    private static final String HEAD = "<head>";

    private record Asset(Buffer bytes, String tag, String type) {}

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    @Override
    public void handle(RoutingContext context) {
        find(context.normalizedPath()).ifPresentOrElse(asset -> send(context, asset), context::next);
    }

    private static void send(RoutingContext context, Asset asset) {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
        EntityTags.send(context, asset.tag(), asset.bytes());
    }

    /** Whether {@code path} is the page or one of its files. */
    boolean has(String path) {
        return find(path).isPresent();
    }

    /** Whether {@code path} is one of the page's files, but not the page. */
    boolean isFile(String path) {
        return !path.equals(INDEX) && file(path).isPresent();
    }

    private Optional<Asset> find(String address) {
        if (address.equals("/")) {
            return based("./");
        }
        return RUN.matcher(address).matches() ? based("../") : file(address);
    }

    // The base is set when the page is opened, so it stays right when a script changes the address.
    private Optional<Asset> based(String root) {
        Asset known = assets.get(root);
        return known != null
                ? Optional.of(known)
                : file(INDEX).map(page -> keep(root, withBase(page.bytes().toString(), root)));
    }

    private static Asset withBase(String page, String root) {
        return asset(page.replace(HEAD, HEAD + "<base href=\"" + root + "\">").getBytes(StandardCharsets.UTF_8), INDEX);
    }

    private Optional<Asset> file(String path) {
        Asset known = assets.get(path);
        if (known != null || !FILE.matcher(path).matches()) {
            return Optional.ofNullable(known);
        }
        try (InputStream in = Page.class.getResourceAsStream("/webroot" + path)) {
            return in == null ? Optional.empty() : Optional.of(keep(path, asset(in.readAllBytes(), path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Asset keep(String key, Asset asset) {
        assets.put(key, asset);
        return asset;
    }

    // Weak, as the same file also leaves in compressed form.
    private static Asset asset(byte[] bytes, String path) {
        return new Asset(Buffer.buffer(bytes), "W/\"" + digest(bytes) + '"', type(path));
    }

    private static String type(String path) {
        return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
