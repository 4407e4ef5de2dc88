package dev.demist.transport.nats;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.util.List;
import java.util.Set;

/** The description of a scheduler that workers have. */
record RemoteScheduler(Offer.Scheduler described) implements SchedulerProvider {

    @Override
    public String name() {
        return described.name();
    }

    @Override
    public String label() {
        return described.label();
    }

    @Override
    public Set<String> diffusersNames() {
        return Set.copyOf(described.diffusersNames());
    }

    @Override
    public String description() {
        return described.description();
    }

    @Override
    public List<SchedulerOption> options() {
        return described.options();
    }

    @Override
    public Scheduler create(SchedulerConfig config) {
        throw new UnsupportedOperationException(name() + " takes its steps in workers");
    }
}
