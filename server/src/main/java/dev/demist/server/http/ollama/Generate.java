package dev.demist.server.http.ollama;

import dev.demist.Models;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.caller.Attempt;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.caller.LiveAnswer;
import dev.demist.server.http.caller.Seat;
import dev.demist.server.http.caller.WaitingAnswer;
import dev.demist.server.http.dialect.VendorModels;
import dev.demist.server.http.message.JsonBody;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /api/generate}: a picture of a prompt, at once or after lines that tell the progress. */
record Generate(RunService runs, Models models, Calls calls) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        GenerateRequest request = GenerateRequest.read(JsonBody.object(context));
        Seat seat = calls.join(
                context, Attempt.of(context), () -> asked(request).flatMap(asked -> runs.accept(user, asked)));
        Responses.when(context, seat.accepted().map(accepted -> accepted.get(0)), run -> {
            GeneratedPicture picture = new GeneratedPicture(runs, run);
            context.response().putHeader(VendorModels.HEADER, picture.model());
            if (request.streams()) {
                LiveAnswer.write(context, seat, "application/x-ndjson", picture.lines());
            } else {
                WaitingAnswer.write(context, picture.answer());
            }
        });
    }

    // Pictures are decoded from base64, which takes too long for the event loop.
    private Mono<RunRequest> asked(GenerateRequest request) {
        return Mono.fromCallable(() -> RunRequest.of(request.toGeneration(models), 1))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
