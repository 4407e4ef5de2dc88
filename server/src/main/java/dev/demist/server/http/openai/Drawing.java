package dev.demist.server.http.openai;

import dev.demist.Models;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.caller.Attempt;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.caller.Seat;
import dev.demist.server.http.caller.WaitingAnswer;
import dev.demist.server.http.dialect.VendorModels;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.Run;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.service.RunService;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Draws what a caller asks for and answers, whole or as a stream. */
record Drawing(RunService runs, Models models, Links links, Calls calls) {

    /**
     * Answers with the pictures of {@code asked}.
     *
     * @param kind what the events of a stream are called
     */
    void answer(RoutingContext context, String kind, ImageRequest request, Attempt attempt, Mono<RunRequest> asked) {
        String user = Users.of(context);
        Seat seat = calls.join(context, attempt, () -> asked.flatMap(run -> runs.accept(user, run)));
        ImageRuns images = new ImageRuns(runs, user, kind, request);
        Responses.when(context, seat.accepted(), accepted -> {
            context.response().putHeader(VendorModels.HEADER, model(accepted));
            if (request.streams()) {
                EventStream.answer(context, seat, images.events(accepted));
            } else {
                Function<Run, Mono<String>> link = request.wantsAddress() ? links.to(context.request(), user) : null;
                WaitingAnswer.write(context, images.answer(accepted, link));
            }
        });
    }

    private static String model(List<Run> accepted) {
        return String.valueOf(accepted.get(0).recipe().request().model());
    }
}
