package dev.demist.server.http.openai;

import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code POST /v1/images/generations}: OpenAI's image generation, whole or streamed as server-sent events. A caller who
 * hangs up cancels the runs.
 */
public record GenerateImages(RunService runs, PublicAddress address) implements Handler<RoutingContext> {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Override
    public void handle(RoutingContext context) {
        ImageRequest request = ImageRequest.read(JsonBody.object(context));
        ImageRuns images = new ImageRuns(runs, Users.of(context));
        Responses.when(
                context,
                runs.accept(Users.of(context), request.toRun()),
                accepted -> {
                    if (request.streams()) {
                        stream(context, images.events(accepted, request.partials()), accepted, images);
                    } else {
                        whole(context, request, accepted, images);
                    }
                },
                images::cancel);
    }

    private void whole(RoutingContext context, ImageRequest request, List<Run> accepted, ImageRuns images) {
        String base = request.wantsAddress() ? address.base(context.request()) : null;
        Mono<List<Map<String, String>>> data = Flux.fromIterable(accepted)
                .concatMap(run -> images.item(run, base))
                .collectList();
        context.response().closeHandler(v -> images.cancel(accepted));
        Responses.when(
                context,
                data,
                items -> Responses.json(
                        context, 200, Map.of("created", Instant.now().getEpochSecond(), "data", items)));
    }

    private static void stream(RoutingContext context, Flux<ServerEvent> events, List<Run> accepted, ImageRuns images) {
        Context loop = context.vertx().getOrCreateContext();
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        Disposable subscription = events.onErrorResume(error -> Mono.just(ServerEvent.error(error)))
                .map(ServerEvent::text)
                .publish(GenerateImages::withHeartbeats, 1)
                .concatMap(event -> Mono.fromCompletionStage(() -> write(loop, response, event)), 1)
                .subscribe(v -> {}, error -> {}, () -> loop.runOnContext(v -> response.end()));
        response.closeHandler(v -> {
            subscription.dispose();
            images.cancel(accepted);
        });
    }

    // Comments, which clients skip: the head leaves at once, and proxies see that the stream lives.
    private static Flux<String> withHeartbeats(Flux<String> events) {
        Flux<String> beats = Flux.interval(Duration.ZERO, HEARTBEAT)
                .onBackpressureDrop()
                .map(beat -> ": waiting\n\n")
                .takeUntilOther(events.then());
        return Flux.merge(events, beats);
    }

    private static CompletionStage<Void> write(Context loop, HttpServerResponse response, String event) {
        Promise<Void> written = Promise.promise();
        loop.runOnContext(v -> response.write(event).onComplete(written));
        return written.future().toCompletionStage();
    }
}
