package dev.demist.engine.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerRegistryTest {

    private static final String SERVICE = "META-INF/services/dev.demist.scheduler.SchedulerProvider";

    @TempDir
    Path folder;

    /** A provider that the test packs into jars. */
    public static final class Packed implements SchedulerProvider {
        @Override
        public String name() {
            return "packed";
        }

        @Override
        public Set<String> diffusersNames() {
            return Set.of("PackedScheduler");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            throw new IllegalArgumentException("only a name");
        }
    }

    /** A provider that cannot even be made. */
    public static final class Broken implements SchedulerProvider {
        /** Fails. */
        public Broken() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            throw new IllegalStateException();
        }
    }

    /** Hides this test's classes, so that a jar has to bring them. */
    private static final ClassLoader NOTHING_BUILT_IN = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};

    @Test
    void findsProvidersOfTheClassPathByNameAndDiffusersName() throws IOException {
        SchedulerRegistry registry = SchedulerRegistry.load(withService(Packed.class));
        assertThat(registry.names()).endsWith("packed");
        assertThat(registry.find("PackedScheduler"))
                .isEqualTo(registry.find("packed"))
                .isPresent();
        assertThat(registry.find("unknown")).isEmpty();
    }

    @Test
    void goesOnAfterABrokenProvider() throws IOException {
        assertThat(SchedulerRegistry.load(withService(Broken.class, Packed.class))
                        .names())
                .endsWith("packed")
                .doesNotContain("broken");
    }

    @Test
    void namesEachProviderOnceWhenLoadersOverlap() throws IOException {
        ClassLoader loader = withService(Packed.class);
        assertThat(SchedulerRegistry.load(loader, loader).names())
                .contains("packed")
                .doesNotHaveDuplicates();
    }

    @Test
    void startsWithDamagedAndForeignJarsInTheFolder() throws IOException {
        Files.writeString(folder.resolve("a.jar"), "not a zip");
        Files.writeString(folder.resolve("readme.txt"), "no jar");
        try (OutputStream out = Files.newOutputStream(folder.resolve("b.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("nothing/of/interest"));
        }
        assertThat(SchedulerRegistry.load(NOTHING_BUILT_IN, folder).names()).isEmpty();
    }

    @Test
    void aJarThatNamesAClassItDoesNotBringAddsNothing() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("a.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write(("no.such.Class\n" + Packed.class.getName()).getBytes());
        }
        // Packed comes from the parent, so it is not the jar's.
        assertThat(SchedulerRegistry.load(NOTHING_BUILT_IN, folder).names()).isEmpty();
    }

    @Test
    void startsWithoutTheFolder() {
        assertThat(SchedulerRegistry.load(NOTHING_BUILT_IN, folder.resolve("none"))
                        .names())
                .isEmpty();
    }

    private ClassLoader withService(Class<?>... providers) throws IOException {
        Path services = folder.resolve(SERVICE);
        Files.createDirectories(services.getParent());
        StringBuilder lines = new StringBuilder();
        for (Class<?> provider : providers) {
            lines.append(provider.getName()).append('\n');
        }
        Files.writeString(services, lines);
        return new java.net.URLClassLoader(
                new java.net.URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }
}
