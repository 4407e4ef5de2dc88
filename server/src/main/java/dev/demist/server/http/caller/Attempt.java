package dev.demist.server.http.caller;

import dev.demist.internal.file.Sha256;
import dev.demist.server.http.access.Users;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a caller to get pictures. Clients repeat a request that was not answered in time.
 *
 * @param user who calls
 * @param path the address
 * @param body the checksum of what is asked for
 * @param key the request's {@code Idempotency-Key}, null without
 * @param repeated whether the client says that it has sent the same before: {@code X-Stainless-Retry-Count}
 */
public record Attempt(
        String user, String path, String body, @Nullable String key, boolean repeated) {

    private static final String KEY = "Idempotency-Key";
    private static final String RETRIES = "X-Stainless-Retry-Count";

    /** The attempt that {@code context}, which has a body in JSON, is. */
    public static Attempt of(RoutingContext context) {
        return of(context, Sha256.of(context.body().buffer().getBytes()));
    }

    /** The attempt that {@code context} is, asking for what has the checksum {@code body}. */
    public static Attempt of(RoutingContext context, String body) {
        MultiMap headers = context.request().headers();
        String retries = headers.get(RETRIES);
        boolean repeated =
                retries != null && !retries.isBlank() && !retries.strip().equals("0");
        return new Attempt(Users.of(context), context.request().path(), body, headers.get(KEY), repeated);
    }

    /** Whether the client asks again by itself when nothing comes: it counts its attempts. */
    static boolean repeats(RoutingContext context) {
        return context.request().headers().contains(RETRIES);
    }

    /** Whether both ask for the same in the same place. */
    boolean asksTheSameAs(Attempt other) {
        return body.equals(other.body) && path.equals(other.path);
    }

    /** Whether both carry the same key. */
    boolean hasKeyOf(Attempt other) {
        return key != null && key.equals(other.key);
    }
}
