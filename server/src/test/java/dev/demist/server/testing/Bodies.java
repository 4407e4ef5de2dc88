package dev.demist.server.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.Run;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.service.RunService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Mono;

/** Requests for runs, written as the JSON that clients send. */
public final class Bodies {

    private Bodies() {}

    public static Mono<List<Run>> accept(RunService runs, String user, String json) {
        ObjectNode body = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
        Fork fork = RunRequest.fork(body);
        Mono<RunRequest> asked = fork == null
                ? Mono.fromCallable(() -> RunRequest.read(body))
                : runs.get(user, fork.run()).map(parent -> parent.recipe().changedBy(body));
        return asked.flatMap(it -> runs.accept(user, it));
    }
}
