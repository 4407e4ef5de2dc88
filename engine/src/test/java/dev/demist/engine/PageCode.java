package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The Java that README or a page of {@code docs} shows is Java that a test runs. */
final class PageCode {

    private PageCode() {}

    /**
     * Fails unless each Java block of {@code page}, a path from {@code docs}, stands, apart from its indentation, in
     * the source of {@code test}.
     */
    static void assertRunBy(Class<?> test, String page) throws IOException {
        Path root = Path.of(System.getProperty("demist.root", ".."));
        List<List<String>> blocks = blocks(stripped(root.resolve("docs").resolve(page)));
        List<String> source = stripped(
                root.resolve("engine/src/test/java").resolve(test.getName().replace('.', '/') + ".java"));
        assertThat(blocks).isNotEmpty();
        assertThat(blocks).allSatisfy(block -> assertThat(Collections.indexOfSubList(source, block))
                .as(() -> String.join("\n", block))
                .isNotNegative());
    }

    private static List<String> stripped(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(String::strip).toList();
    }

    private static List<List<String>> blocks(List<String> page) {
        List<List<String>> blocks = new ArrayList<>();
        for (int start = 0; start < page.size(); start++) {
            if (page.get(start).equals("```java")) {
                int end = start + page.subList(start, page.size()).indexOf("```");
                blocks.add(page.subList(start + 1, end));
            }
        }
        return blocks;
    }
}
