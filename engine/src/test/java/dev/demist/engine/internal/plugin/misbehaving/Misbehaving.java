package dev.demist.engine.internal.plugin.misbehaving;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A provider that misbehaves in one way; its name says which: {@code throws-in-plan}, {@code returns-nan}, ... */
public abstract class Misbehaving implements SchedulerProvider {

    /** All of them; the first two can never be loaded, the one with no description is not listed. */
    public static final List<Class<? extends SchedulerProvider>> ALL = List.of(
            ThrowingProviders.InStaticInitializer.class,
            ThrowingProviders.InConstructor.class,
            ThrowingProviders.InCreate.class,
            ThrowingProviders.InDescription.class,
            ThrowingProviders.InPlan.class,
            ThrowingProviders.ErrorInPlan.class,
            ThrowingProviders.InAdvance.class,
            LyingProviders.Null.class,
            LyingProviders.NaN.class,
            LyingProviders.WrongShape.class,
            LyingProviders.ShorterPlan.class,
            LyingProviders.Mutates.class,
            LyingProviders.NoiseLevel.class,
            SleepingProviders.InAdvance.class,
            SleepingProviders.InStart.class,
            SleepingProviders.InPlan.class,
            WellBehaved.class);

    private final String name;

    Misbehaving(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scheduler create(SchedulerConfig config) {
        config.warnAboutUnknownKeys(this);
        return request ->
                new PlainPlan(request.refuseTimesteps(name).refuseSigmas(name).steps());
    }

    /** One that does nothing wrong, {@code well-behaved}, to see that the others do it no harm. */
    public static final class WellBehaved extends Misbehaving {
        /** For the service loader. */
        public WellBehaved() {
            super("well-behaved");
        }
    }

    /**
     * A loader that finds them all as services.
     *
     * @param folder an empty folder to write the services file to
     */
    public static ClassLoader loader(Path folder) throws IOException {
        Path services = folder.resolve("META-INF/services").resolve(SchedulerProvider.class.getName());
        Files.createDirectories(services.getParent());
        Files.writeString(services, ALL.stream().map(Class::getName).collect(Collectors.joining("\n")));
        return new URLClassLoader(
                "misbehaving", new URL[] {folder.toUri().toURL()}, Misbehaving.class.getClassLoader());
    }
}
