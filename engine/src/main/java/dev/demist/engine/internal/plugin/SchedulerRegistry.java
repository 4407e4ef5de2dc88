package dev.demist.engine.internal.plugin;

import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Set<String> optionNames = new HashSet<>();

    private SchedulerRegistry() {}

    /** A provider and what it said about itself when it was found. */
    private record Found(
            String name, Set<String> classNames, List<SchedulerOption> options, SchedulerProvider provider) {

        static Found of(SchedulerProvider provider) {
            String name = provider.name();
            if (name == null || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "scheduler name " + name + " of " + provider.getClass().getName() + " does not match " + NAME);
            }
            // Lists of schedulers show these: a provider that fails here is left out of them.
            Objects.requireNonNull(provider.description(), "description");
            return new Found(
                    name,
                    Set.copyOf(Objects.requireNonNull(provider.diffusersNames(), "diffusersNames")),
                    List.copyOf(Objects.requireNonNull(provider.options(), "options")),
                    provider);
        }
    }

    /** The providers that {@code loaders} see, in their order; of two with one name the first is kept. */
    public static SchedulerRegistry load(ClassLoader... loaders) {
        SchedulerRegistry registry = new SchedulerRegistry();
        for (ClassLoader loader : loaders) {
            found(loader, false).forEach(registry::add);
        }
        return registry;
    }

    /**
     * The providers that {@code builtIn} sees and then those in the jars of a folder, in the order of their file names.
     * Each jar has a class loader of its own. A jar that is damaged, or whose provider fails or does not answer within
     * ten seconds, is logged, with the cause, and left out; of two providers with one name the first is kept.
     *
     * @param plugins the folder, or null for none
     */
    public static SchedulerRegistry load(ClassLoader builtIn, @Nullable Path plugins) {
        return load(builtIn, plugins, Duration.ofSeconds(10));
    }

    /** @param limit how long the providers of one jar may take to be made and to say who they are */
    static SchedulerRegistry load(ClassLoader builtIn, @Nullable Path plugins, Duration limit) {
        SchedulerRegistry registry = load(builtIn);
        if (plugins != null) {
            PluginFolder.loaders(plugins)
                    .forEach(loader -> within(limit, loader).forEach(registry::add));
        }
        return registry;
    }

    /**
     * The jar's own providers, made on a separate thread, so that a plug-in that never returns cannot block the start.
     */
    private static List<Found> within(Duration limit, ClassLoader jar) {
        FutureTask<List<Found>> found = new FutureTask<>(() -> found(jar, true));
        Thread thread = new Thread(found, "demist-plugin");
        thread.setDaemon(true);
        thread.start();
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            found.cancel(true);
            leftOut(jar.getName(), new TimeoutException("no answer within " + limit.toMillis() + " ms"));
        } catch (ExecutionException e) {
            leftOut(jar.getName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    /** @param own only what the loader itself defines: its parent's providers are known already */
    private static List<Found> found(ClassLoader loader, boolean own) {
        Iterator<ServiceLoader.Provider<SchedulerProvider>> services =
                ServiceLoader.load(SchedulerProvider.class, loader).stream().iterator();
        List<Found> found = new ArrayList<>();
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<SchedulerProvider> next = services.next();
                if (!own || next.type().getClassLoader() == loader) {
                    found.add(Found.of(next.get()));
                }
            } catch (Exception | Error e) {
                // Whatever a plug-in throws, even in a static initialiser, must not affect the other providers.
                failures++;
                leftOut(own ? loader.getName() : "the class path", e);
            }
        }
        return found;
    }

    /** The message names what went wrong at the root; the service loader's own error says only that something did. */
    private static void leftOut(@Nullable String origin, Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        LOG.log(System.Logger.Level.WARNING, "a scheduler of " + origin + " is left out: " + root, error);
    }

    private void add(Found found) {
        SchedulerProvider first = byName.putIfAbsent(found.name(), found.provider());
        if (first == null) {
            found.classNames().forEach(className -> byClass.putIfAbsent(className, found.provider()));
            found.options().forEach(option -> optionNames.add(option.name()));
        } else if (first.getClass() != found.provider().getClass()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "scheduler " + found.name() + " of " + origin(first) + " is kept, that of "
                            + origin(found.provider()) + " is left out");
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
    public List<SchedulerProvider> providers() {
        return List.copyOf(byName.values());
    }

    /** The keys that mean something to any of them, as each said when it was found. */
    public Set<String> optionNames() {
        return Set.copyOf(optionNames);
    }

    /** The provider of a short name or a diffusers class name. */
    public Optional<SchedulerProvider> find(String name) {
        SchedulerProvider provider = byName.get(name);
        return Optional.ofNullable(provider != null ? provider : byClass.get(name));
    }
}
