package dev.demist.server.http.message;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Responses to conditional requests: {@code ETag} and {@code If-None-Match} (RFC 9110, sections 8.8.3 and 13.1.2). */
public final class EntityTags {

    // The commas of a list stand outside of the quotes.
    private static final Pattern OPAQUE = Pattern.compile("\"[^\"]*\"");

    private EntityTags() {}

    /**
     * Sends {@code body}, or 304 if the caller has it.
     *
     * @param tag the entity tag with its quotes, weak ones with {@code W/}
     */
    public static void send(RoutingContext context, String tag, Buffer body) {
        context.response().putHeader(HttpHeaders.ETAG, tag);
        if (matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            context.response().setStatusCode(304).end();
        } else {
            Responses.end(context, body);
        }
    }

    /** The weak comparison of a tag with each of a condition's; the asterisk matches every tag. */
    static boolean matches(@Nullable String condition, String tag) {
        if (condition == null) {
            return false;
        }
        if (condition.strip().equals("*")) {
            return true;
        }
        String opaque = tag.substring(tag.indexOf('"'));
        Matcher tags = OPAQUE.matcher(condition);
        while (tags.find()) {
            if (tags.group().equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
