package dev.demist.engine.internal.plugin;

import dev.demist.scheduler.SchedulerProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A folder of plug-in jars. Each jar gets a class loader of its own under the one that loaded this interface, so
 * plug-ins share the SPI and do not see each other. The loaders stay open as long as the program runs.
 */
final class PluginFolder {

    private static final System.Logger LOG = System.getLogger(PluginFolder.class.getName());

    private PluginFolder() {}

    /** A loader for each readable jar, by file name; others are logged with the cause and left out. */
    static List<ClassLoader> loaders(Path folder) {
        List<ClassLoader> loaders = new ArrayList<>();
        for (Path jar : jars(folder)) {
            // A class loader would pass over a damaged jar in silence.
            try (JarFile opened = new JarFile(jar.toFile())) {
                if (opened.getEntry("META-INF/services/" + SchedulerProvider.class.getName()) == null) {
                    LOG.log(System.Logger.Level.WARNING, "plug-in " + jar + " names no scheduler in META-INF/services");
                    continue;
                }
                URL[] urls = {jar.toUri().toURL()};
                loaders.add(new URLClassLoader(
                        jar.getFileName().toString(), urls, SchedulerProvider.class.getClassLoader()));
            } catch (IOException | SecurityException e) {
                LOG.log(System.Logger.Level.WARNING, "plug-in " + jar + " cannot be read and is left out: " + e, e);
            }
        }
        return loaders;
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "plug-in folder " + folder + " cannot be read: " + e, e);
            return List.of();
        }
    }
}
