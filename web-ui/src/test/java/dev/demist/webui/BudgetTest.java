package dev.demist.webui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the page weighs, as a browser loads it: compressed, in bytes. */
class BudgetTest {

    private static final int BUDGET = 60_000;
    private static final Pattern SCRIPT = Pattern.compile("(?:src|href)=\"([^\"]+\\.js)\"");
    private static final Pattern STATIC_IMPORT = Pattern.compile("(?:import|from)\"\\./([^\"]+\\.js)\"");

    @Test
    void theScriptsThatThePageBeginsWithKeepWithinTheirBudget() throws IOException {
        int bytes = 0;
        for (String script : first()) {
            bytes += compressed(read(script));
        }
        assertThat(bytes).as("bytes of %s", first()).isLessThanOrEqualTo(BUDGET);
    }

    /** No script waits for another to be read before it is asked for. */
    @Test
    void whatTheFirstScriptImportsIsInThePageToo() throws IOException {
        assertThat(first()).contains("app.js").containsAll(names(STATIC_IMPORT, text("app.js")));
    }

    private static List<String> first() throws IOException {
        return names(SCRIPT, text("index.html"));
    }

    private static List<String> names(Pattern pattern, String text) {
        Stream<MatchResult> found = pattern.matcher(text).results();
        return found.map(match -> match.group(1)).distinct().toList();
    }

    private static int compressed(byte[] script) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(script);
        }
        return bytes.size();
    }

    private static String text(String name) throws IOException {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream file = BudgetTest.class.getResourceAsStream("/webroot/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }
}
