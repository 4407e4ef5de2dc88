package dev.demist.scheduler;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schedulers that were found, by short name and by diffusers class name. A broken provider is logged and left out.
 * Immutable once loaded and safe to share between threads.
 */
public final class SchedulerRegistry {

    private static final System.Logger LOG = System.getLogger(SchedulerRegistry.class.getName());
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int MOST_FAILURES = 100;

    private final Map<String, SchedulerProvider> byName = new LinkedHashMap<>();
    private final Map<String, SchedulerProvider> byClass = new LinkedHashMap<>();

    private SchedulerRegistry() {}

    /** The providers that {@code loaders} see, in their order; of two with one name the first is kept. */
    public static SchedulerRegistry load(ClassLoader... loaders) {
        SchedulerRegistry registry = new SchedulerRegistry();
        for (ClassLoader loader : loaders) {
            registry.addAll(loader, false);
        }
        return registry;
    }

    /**
     * The providers that {@code builtIn} sees and then those in the jars of a folder, in the order of their file names.
     * Each jar has a class loader of its own. A jar that is damaged or whose provider fails is logged, with the cause,
     * and left out; of two providers with one name the first is kept.
     *
     * @param plugins the folder, or null for none
     */
    public static SchedulerRegistry load(ClassLoader builtIn, @Nullable Path plugins) {
        SchedulerRegistry registry = load(builtIn);
        if (plugins != null) {
            PluginFolder.loaders(plugins).forEach(loader -> registry.addAll(loader, true));
        }
        return registry;
    }

    /** @param own only what the loader itself defines: its parent's providers are known already */
    private void addAll(ClassLoader loader, boolean own) {
        Iterator<ServiceLoader.Provider<SchedulerProvider>> found =
                ServiceLoader.load(SchedulerProvider.class, loader).stream().iterator();
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try {
                if (!found.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<SchedulerProvider> next = found.next();
                if (!own || next.type().getClassLoader() == loader) {
                    add(next.get());
                }
            } catch (Exception | Error e) {
                // Whatever a plug-in throws, an error of its static initialiser included, is its own misfortune.
                failures++;
                String origin = own ? String.valueOf(loader.getName()) : "the class path";
                LOG.log(System.Logger.Level.WARNING, "a scheduler of " + origin + " is left out: " + e, e);
            }
        }
    }

    private void add(SchedulerProvider provider) {
        String name = provider.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "scheduler name " + name + " of " + provider.getClass().getName() + " does not match " + NAME);
        }
        Set<String> classNames = Set.copyOf(Objects.requireNonNull(provider.diffusersNames(), "diffusersNames"));
        SchedulerProvider first = byName.putIfAbsent(name, provider);
        if (first == null) {
            classNames.forEach(className -> byClass.putIfAbsent(className, provider));
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
