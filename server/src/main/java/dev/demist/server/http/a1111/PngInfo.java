package dev.demist.server.http.a1111;

import dev.demist.Picture;
import dev.demist.server.http.dialect.Base64Picture;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /sdapi/v1/png-info}: the texts in a PNG, of which {@code parameters} is the recipe. */
final class PngInfo implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String image = JsonBody.object(context).path("image").asText();
        Mono<Map<String, String>> texts = Mono.fromCallable(() -> Picture.text(Base64Picture.bytes("image", image)))
                .subscribeOn(Schedulers.boundedElastic());
        Responses.when(
                context,
                texts,
                items -> Responses.json(
                        context,
                        200,
                        Map.of(
                                "info", items.getOrDefault("parameters", ""),
                                "items", items,
                                "parameters", Map.of())));
    }
}
