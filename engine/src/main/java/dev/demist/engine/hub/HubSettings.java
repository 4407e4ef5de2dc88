package dev.demist.engine.hub;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings that {@code huggingface_hub} reads from the environment.
 *
 * @param cache the folder of {@code models--*}
 * @param endpoint the hub, without a slash at its end
 * @param token the access token; null for anonymous access
 * @param offline whether the network is switched off
 */
record HubSettings(Path cache, URI endpoint, @Nullable Token token, boolean offline) {

    private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

    static HubSettings of(Map<String, String> env) {
        Path home = home(env);
        String cache = first(env, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE");
        String endpoint = env.getOrDefault("HF_ENDPOINT", "https://huggingface.co");
        return new HubSettings(
                cache == null ? home.resolve("hub") : expand(cache, env),
                endpoint(endpoint.replaceAll("/+$", "")),
                token(env, home),
                isTrue(env, "HF_HUB_OFFLINE") || isTrue(env, "TRANSFORMERS_OFFLINE"));
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like any other text that is not an address
        }
        throw DemistException.invalid("HF_ENDPOINT", text, "it must be an http or https address");
    }

    private static Path home(Map<String, String> env) {
        String home = env.get("HF_HOME");
        if (home != null) {
            return expand(home, env);
        }
        String caches = env.get("XDG_CACHE_HOME");
        return (caches == null ? userHome(env).resolve(".cache") : expand(caches, env)).resolve("huggingface");
    }

    private static @Nullable Token token(Map<String, String> env, Path home) {
        String text = first(env, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
        if (text == null) {
            String path = env.get("HF_TOKEN_PATH");
            text = read(path == null ? home.resolve("token") : expand(path, env));
        }
        return text.isBlank() ? null : new Token(text.strip());
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, file + ": the token cannot be read", e);
        }
    }

    private static Path expand(String path, Map<String, String> env) {
        return path.startsWith("~/") ? userHome(env).resolve(path.substring(2)) : Path.of(path);
    }

    private static Path userHome(Map<String, String> env) {
        return Path.of(env.getOrDefault("HOME", System.getProperty("user.home")));
    }

    private static @Nullable String first(Map<String, String> env, String name, String older) {
        return env.getOrDefault(name, env.get(older));
    }

    private static boolean isTrue(Map<String, String> env, String name) {
        return TRUE.contains(env.getOrDefault(name, "").toLowerCase(Locale.ROOT));
    }

    /** A server's text without the token. */
    String redact(String text) {
        return token == null ? text : token.removeFrom(text);
    }
}
