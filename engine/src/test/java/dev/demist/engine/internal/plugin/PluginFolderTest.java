package dev.demist.engine.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.tck.Warnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars dropped into a folder: who is listed, in which order, and what the log says of the others. */
class PluginFolderTest {

    private static final ClassLoader NOTHING_BUILT_IN = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};

    @TempDir
    Path work;

    private Path plugins;

    @BeforeEach
    void folder() throws IOException {
        plugins = Files.createDirectory(work.resolve("plugins"));
    }

    /** A jar with {@code org.example.Sampler}, whose constructor does {@code made}. */
    private void plugin(String jar, String name, String made) throws IOException {
        Path project = Files.createDirectories(work.resolve("project-" + jar));
        Path source = project.resolve("src/main/java/org/example/Sampler.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package org.example;
                import dev.demist.scheduler.*;
                public class Sampler implements SchedulerProvider {
                    public Sampler() throws Exception { %s }
                    public String name() { return "%s"; }
                    public Scheduler create(SchedulerConfig config) { throw new IllegalArgumentException("only a name"); }
                }
                """.formatted(made, name));
        Path services = project.resolve("src/main/resources/META-INF/services/" + SchedulerProvider.class.getName());
        Files.createDirectories(services.getParent());
        Files.writeString(services, "org.example.Sampler\n");
        PluginJar.build(project, work.resolve(jar));
        Files.move(work.resolve(jar), plugins.resolve(jar));
    }

    @Test
    void areListedByFileNameEachFromALoaderOfItsOwn() throws IOException {
        plugin("b.jar", "alpha", "");
        plugin("a.jar", "zulu", "");
        SchedulerRegistry registry = SchedulerRegistry.load(NOTHING_BUILT_IN, plugins);
        assertThat(registry.names()).containsExactly("zulu", "alpha");
        assertThat(registry.providers().stream().map(Object::getClass).distinct())
                .as("two classes of one name")
                .hasSize(2)
                .allSatisfy(type -> assertThat(type.getName()).isEqualTo("org.example.Sampler"));
    }

    @Test
    void ofOneNameTheFirstIsKeptAndTheLogNamesBothJars() throws IOException {
        plugin("first.jar", "same", "");
        plugin("second.jar", "same", "");
        try (Warnings warnings = Warnings.about("second.jar")) {
            SchedulerRegistry registry = SchedulerRegistry.load(NOTHING_BUILT_IN, plugins);
            assertThat(registry.names()).containsExactly("same");
            assertThat(registry.find("same")
                            .orElseThrow()
                            .getClass()
                            .getClassLoader()
                            .getName())
                    .isEqualTo("first.jar");
            assertThat(warnings.messages()).singleElement().asString().contains("first.jar", "same");
        }
    }

    @Test
    void aDamagedJarIsLoggedWithItsNameAndTheCause() throws IOException {
        Files.writeString(plugins.resolve("damaged.jar"), "not a zip");
        plugin("good.jar", "good", "");
        try (Warnings warnings = Warnings.about("damaged.jar")) {
            assertThat(SchedulerRegistry.load(NOTHING_BUILT_IN, plugins).names())
                    .containsExactly("good");
            assertThat(warnings.messages()).singleElement().asString().contains("ZipException");
        }
    }

    @Test
    void aConstructorThatThrowsIsLoggedWithJarAndCause() throws IOException {
        plugin("bad.jar", "bad", "if (true) throw new IllegalStateException(\"out of luck\");");
        plugin("good.jar", "good", "");
        try (Warnings warnings = Warnings.about("bad.jar")) {
            assertThat(SchedulerRegistry.load(NOTHING_BUILT_IN, plugins).names())
                    .containsExactly("good");
            assertThat(warnings.messages()).singleElement().asString().contains("out of luck");
        }
    }

    @Test
    void aConstructorThatNeverReturnsDoesNotHoldTheStart() throws IOException {
        plugin("asleep.jar", "asleep", "new java.util.concurrent.CountDownLatch(1).await();");
        plugin("good.jar", "good", "");
        try (Warnings warnings = Warnings.about("asleep.jar")) {
            SchedulerRegistry registry = SchedulerRegistry.load(NOTHING_BUILT_IN, plugins, Duration.ofSeconds(4));
            assertThat(registry.names()).containsExactly("good");
            assertThat(warnings.messages()).anySatisfy(said -> assertThat(said).contains("no answer within"));
        }
    }
}
