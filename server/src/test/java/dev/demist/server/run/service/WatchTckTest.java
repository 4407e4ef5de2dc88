package dev.demist.server.run.service;

import dev.demist.server.run.Run;
import org.reactivestreams.Publisher;

/** What a viewer is told of a run. */
public final class WatchTckTest extends EndedRunVerification<Run> {

    @Override
    Publisher<Run> seenBy(String user) {
        return runs.views().watch(user, ended);
    }
}
