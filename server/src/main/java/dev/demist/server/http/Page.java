package dev.demist.server.http;

import dev.demist.server.http.message.EntityTags;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * {@code GET /}: the page, from the class path's {@code webroot}; browsers ask again and get 304 while it is the same.
 * Thread-safe.
 */
final class Page implements Handler<RoutingContext> {

    private static final Pattern FILE = Pattern.compile("/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+");

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

    private Optional<Asset> find(String address) {
        String path = address.equals("/") ? "/index.html" : address;
        Asset known = assets.get(path);
        if (known != null || !FILE.matcher(path).matches()) {
            return Optional.ofNullable(known);
        }
        try (InputStream in = Page.class.getResourceAsStream("/webroot" + path)) {
            return in == null ? Optional.empty() : Optional.of(keep(path, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Weak, as the same file also leaves in compressed form.
    private Asset keep(String path, byte[] bytes) {
        Asset asset = new Asset(Buffer.buffer(bytes), "W/\"" + digest(bytes) + '"', type(path));
        assets.put(path, asset);
        return asset;
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
