package dev.demist.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * The schedulers that were found, by short name and by diffusers class name. A broken provider is logged and left out.
 * Immutable once loaded and safe to share between threads.
 */
public final class SchedulerRegistry {

    private static final System.Logger LOG = System.getLogger(SchedulerRegistry.class.getName());
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final Map<String, SchedulerProvider> byName = new LinkedHashMap<>();
    private final Map<String, SchedulerProvider> byClass = new LinkedHashMap<>();

    private SchedulerRegistry() {}

    /** The providers that {@code loaders} see, in their order; of two with one name the first is kept. */
    public static SchedulerRegistry load(ClassLoader... loaders) {
        SchedulerRegistry registry = new SchedulerRegistry();
        for (ClassLoader loader : loaders) {
            Iterator<SchedulerProvider> found =
                    ServiceLoader.load(SchedulerProvider.class, loader).iterator();
            while (registry.addNext(found)) {}
        }
        return registry;
    }

    private boolean addNext(Iterator<SchedulerProvider> found) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            add(found.next());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a scheduler plug-in could not be loaded and is left out: " + e, e);
        }
        return true;
    }

    private void add(SchedulerProvider provider) {
        String name = provider.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "scheduler name " + name + " of " + provider.getClass().getName() + " does not match " + NAME);
        }
        SchedulerProvider first = byName.putIfAbsent(name, provider);
        if (first == null) {
            provider.diffusersNames().forEach(className -> byClass.putIfAbsent(className, provider));
        } else if (first.getClass() != provider.getClass()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "scheduler " + name + " of " + origin(first) + " is kept, that of " + origin(provider)
                            + " is left out");
        }
    }

    private static String origin(SchedulerProvider provider) {
        var source = provider.getClass().getProtectionDomain().getCodeSource();
        return source == null ? provider.getClass().getName() : String.valueOf(source.getLocation());
    }

    /** The short names, in the order found. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** All providers, in the order found. */
    public Collection<SchedulerProvider> providers() {
        return List.copyOf(byName.values());
    }

    /** The provider of a short name or a diffusers class name. */
    public Optional<SchedulerProvider> find(String name) {
        SchedulerProvider provider = byName.get(name);
        return Optional.ofNullable(provider != null ? provider : byClass.get(name));
    }
}
