package dev.demist.engine.internal.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes a plug-in's jar out of its Maven project, for tests that drop it in a plug-in folder. */
public final class PluginJar {

    private PluginJar() {}

    /**
     * Compiles {@code src/main/java} of {@code project} against the class path of this test and packs it with
     * {@code src/main/resources}.
     *
     * @param jar where to write the jar, in a folder of its own for the classes
     * @throws IllegalStateException if it does not compile
     */
    public static void build(Path project, Path jar) throws IOException {
        Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-d", classes.toString()));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        files(project.resolve("src/main/java")).forEach(source -> arguments.add(source.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(project + " does not compile");
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            add(packed, classes);
            add(packed, project.resolve("src/main/resources"));
        }
    }

    private static void add(JarOutputStream jar, Path folder) throws IOException {
        for (Path file : files(folder)) {
            jar.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
            Files.copy(file, jar);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
