package dev.demist.server.run.live;

import dev.demist.server.run.Run;
import dev.demist.server.run.RunEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * What becomes of runs, as lists of them show it. News are given on the runner's thread, and received by each on it.
 */
public final class RunNews {

    private final Sinks.Many<RunEvent> events = Sinks.many().multicast().directBestEffort();

    /** What happens from now on to the runs of {@code user} but ephemeral ones; what is not asked for is missed. */
    public Flux<RunEvent> of(String user) {
        return events.asFlux()
                .filter(event ->
                        event.run().user().equals(user) && !event.run().marks().ephemeral());
    }

    void created(Run run) {
        events.tryEmitNext(new RunEvent(RunEvent.Kind.CREATED, run));
    }

    /** To be called after a change of status or marks. */
    public void changed(Run run) {
        events.tryEmitNext(new RunEvent(RunEvent.Kind.CHANGED, run));
    }

    public void removed(Run run) {
        events.tryEmitNext(new RunEvent(RunEvent.Kind.REMOVED, run));
    }
}
