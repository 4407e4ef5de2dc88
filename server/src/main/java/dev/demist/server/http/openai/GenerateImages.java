package dev.demist.server.http.openai;

import dev.demist.server.http.caller.Attempt;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.run.request.RunRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /v1/images/generations}: pictures of a prompt, whole or streamed as server-sent events. */
record GenerateImages(Drawing drawing) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        ImageRequest request = ImageRequest.read(JsonBody.object(context));
        drawing.answer(context, "image_generation", request, Attempt.of(context), asked(request));
    }

    private Mono<RunRequest> asked(ImageRequest request) {
        return Mono.fromCallable(() -> RunRequest.of(request.toGeneration(drawing.models()), request.count()))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
