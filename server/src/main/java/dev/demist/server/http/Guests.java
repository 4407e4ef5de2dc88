package dev.demist.server.http;

import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import dev.demist.server.run.service.Shares;
import dev.demist.server.ws.Visitor;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who opens a link with {@code share=}: they may read that one run, its states and its picture, and watch it.
 * Thread-safe.
 */
record Guests(Shares shares) implements Handler<RoutingContext> {

    private static final String SHARE = "share";
    private static final String VISITOR = "demist.visitor";
    private static final String STREAM = "/api/v1/stream";
    private static final Pattern OPEN = Pattern.compile(
            "/r/(?<page>[^/]+)" + "|/api/v1/runs/(?<run>[^/]+)(/schedule|/image\\.png|/states/[0-9]+\\.jpg)?");

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String secret = request.getParam(SHARE);
        String run = secret == null ? null : run(context);
        if (secret == null || run == null) {
            context.next();
            return;
        }
        request.pause();
        Responses.when(context, shares.opened(run, secret).singleOptional(), opened -> {
            request.resume();
            opened.ifPresent(it -> admit(context, it, secret));
            context.next();
        });
    }

    private void admit(RoutingContext context, Run run, String secret) {
        Users.admit(context, run.user());
        context.put(VISITOR, Visitor.guest(run.user(), run.id(), shares.end(run, secret)));
    }

    /** Who opens a socket: the guest that was admitted, or a user. */
    static Visitor visitor(RoutingContext context) {
        Visitor guest = context.get(VISITOR);
        return guest == null ? Visitor.owner(Users.of(context)) : guest;
    }

    private static @Nullable String run(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            return null;
        }
        if (context.normalizedPath().equals(STREAM)) {
            return request.getParam("run");
        }
        Matcher path = OPEN.matcher(context.normalizedPath());
        return !path.matches() ? null : path.group("page") == null ? path.group("run") : path.group("page");
    }
}
