package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's sources import each other in one direction, as the bundler would not say. */
class ImportsTest {

    private static final Path SOURCES = Path.of("src/main/ts");
    private static final Pattern IMPORT = Pattern.compile("(?:from |import |import\\()'(\\.[^']+)\\.js'");

    @Test
    void noSourceImportsItselfByWayOfOthers() throws IOException {
        Map<Path, List<Path>> left = imports();
        // What imports nothing that is left cannot be part of a circle.
        while (left.entrySet().removeIf(source -> source.getValue().stream().noneMatch(left::containsKey))) {}
        assertThat(left).isEmpty();
    }

    private static Map<Path, List<Path>> imports() throws IOException {
        Map<Path, List<Path>> imports = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                imports.put(file, importsOf(file));
            }
        }
        assertThat(imports).isNotEmpty();
        return imports;
    }

    private static List<Path> importsOf(Path file) throws IOException {
        return IMPORT.matcher(Files.readString(file))
                .results()
                .map(found -> file.resolveSibling(found.group(1) + ".ts").normalize())
                .toList();
    }
}
