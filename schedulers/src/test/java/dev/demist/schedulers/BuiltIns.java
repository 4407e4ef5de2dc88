package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerProvider;
import java.util.List;
import java.util.ServiceLoader;

/** The schedulers of this module, as a service loader finds them. */
final class BuiltIns {

    static final List<SchedulerProvider> ALL = ServiceLoader.load(SchedulerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private BuiltIns() {}

    /** The scheduler of a short name or a diffusers class name. */
    static SchedulerProvider find(String name) {
        return ALL.stream()
                .filter(provider -> provider.name().equals(name)
                        || provider.diffusersNames().contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no scheduler " + name));
    }
}
