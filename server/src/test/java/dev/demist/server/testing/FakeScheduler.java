package dev.demist.server.testing;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.util.List;
import java.util.Set;

/** A scheduler that can be listed and asked for. */
public final class FakeScheduler implements SchedulerProvider {

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Set<String> diffusersNames() {
        return Set.of("FakeDiscreteScheduler");
    }

    @Override
    public List<SchedulerOption> options() {
        return List.of(new SchedulerOption(
                "spacing", SchedulerOption.Type.CHOICE, "leading", List.of("leading", "trailing"), "where steps lie"));
    }

    @Override
    public Scheduler create(SchedulerConfig config) {
        throw new UnsupportedOperationException("the fake pipeline samples without it");
    }
}
