package dev.demist.server.http;

import dev.demist.internal.StrictJson;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.ImmutableResponse;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.service.RunSchedule;
import dev.demist.server.run.service.RunService;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/runs/{id}/schedule}. */
record GetSchedule(RunService runs) implements Handler<RoutingContext> {

    /** As JSON; a level that is not finite is null, as it is in a run. */
    private record Body(List<Double> timesteps, List<@Nullable Double> noiseLevels, int first) {

        static Body of(RunSchedule schedule) {
            return new Body(
                    schedule.noise().timesteps(),
                    schedule.noise().noiseLevels().stream()
                            .<@Nullable Double>map(level -> Double.isFinite(level) ? level : null)
                            .toList(),
                    schedule.first());
        }
    }

    @Override
    public void handle(RoutingContext context) {
        String id = context.pathParam("id");
        Responses.when(context, runs.views().schedule(Users.of(context), id), schedule -> {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            ImmutableResponse.send(context, id + "/schedule", Buffer.buffer(StrictJson.write(Body.of(schedule))));
        });
    }
}
