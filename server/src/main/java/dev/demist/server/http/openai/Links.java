package dev.demist.server.http.openai;

import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.run.Run;
import dev.demist.server.run.service.Shares;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Addresses of pictures, which whoever has them can open: where callers need tokens they bring the run's secret.
 *
 * @param isOpen whether callers need no token
 */
record Links(PublicAddress address, Shares shares, boolean isOpen) {

    /** What gives each of the user's runs the link under which the caller of {@code request} reaches its picture. */
    Function<Run, Mono<String>> to(HttpServerRequest request, String user) {
        String base = address.base(request) + "/api/v1/runs/";
        return run -> isOpen
                ? Mono.just(base + run.id() + "/image.png")
                : shares.share(user, run.id())
                        .map(shared -> base + run.id() + "/image.png?share="
                                + shared.marks().secret());
    }
}
