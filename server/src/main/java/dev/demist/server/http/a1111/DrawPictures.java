package dev.demist.server.http.a1111;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.caller.Attempt;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.caller.Seat;
import dev.demist.server.http.caller.WaitingAnswer;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /sdapi/v1/txt2img} and {@code img2img}: answered once all pictures are drawn. */
record DrawPictures(RunService runs, Calls calls, Drawings drawings) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        ObjectNode body = JsonBody.object(context);
        PictureRequest request = PictureRequest.read(body);
        Seat seat = calls.join(
                context, Attempt.of(context), () -> asked(user, request).flatMap(asked -> runs.accept(user, asked)));
        DrawnPictures drawn = new DrawnPictures(runs, user, request);
        Responses.when(context, seat.accepted(), accepted -> {
            drawings.begin(user, accepted);
            WaitingAnswer.write(context, drawn.answer(accepted, body).doFinally(end -> drawings.end(user, accepted)));
        });
    }

    // Pictures are decoded from base64, which takes too long for the event loop.
    private Mono<RunRequest> asked(String user, PictureRequest request) {
        return Mono.fromCallable(() -> request.toRuns(drawings.model(user).orElse(null)))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
