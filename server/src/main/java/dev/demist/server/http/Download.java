package dev.demist.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Sends parts of a body as fast as the caller takes them; an error ends the connection, so that none looks whole. */
final class Download extends BaseSubscriber<Buffer> {

    private final HttpServerResponse response;
    private final Context loop;

    Download(RoutingContext context) {
        response = context.response();
        loop = context.vertx().getOrCreateContext();
        response.closeHandler(v -> cancel());
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(Buffer part) {
        loop.runOnContext(v -> response.write(part).onSuccess(sent -> request(1)).onFailure(e -> cancel()));
    }

    @Override
    protected void hookOnComplete() {
        loop.runOnContext(v -> response.end());
    }

    @Override
    protected void hookOnError(Throwable error) {
        loop.runOnContext(v -> response.reset());
    }
}
