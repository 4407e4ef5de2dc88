package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.tck.SchedulerCompatibilityKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What applications and plug-ins compile against is written down, so that a change of it is a visible diff. */
public class SignaturesTest {

    private static final Map<String, Class<?>> ANCHORS = Map.of(
            "api", DemistException.class,
            "schedulers-spi", SchedulerProvider.class,
            "schedulers-tck", SchedulerCompatibilityKit.class);

    @ParameterizedTest
    @CsvSource({"api", "schedulers-spi", "schedulers-tck"})
    void publicSignaturesAreThoseWrittenDown(String artifact) throws IOException {
        Path file = Path.of(System.getProperty("demist.root"), "docs/signatures", artifact + ".txt");
        String signatures = Signatures.of(ANCHORS.get(artifact));
        if ("write".equals(System.getProperty("demist.signatures"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, signatures);
        }
        assertThat(file).exists();
        assertThat(signatures)
                .as(
                        "public signatures of %s differ from %s; if the change is intended, rewrite the file and commit"
                                + " it: mvn test -pl api -am -Dtest=SignaturesTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddemist.signatures=write",
                        artifact, file)
                .isEqualTo(Files.readString(file));
    }

    @Test
    void everythingThatOthersCompileAgainstIsSeen() {
        assertThat(Signatures.of(Sample.class).lines())
                .contains(
                        "public abstract static class dev.demist.SignaturesTest.Sample<T extends Number> implements"
                                + " Comparable<T>",
                        "    protected final int @Nullable [] field",
                        "    protected Sample(java.util.Map<String, @Nullable Object>)",
                        "    public static <E extends Exception> void thrower(E) throws E",
                        "    public abstract @Nullable String find(String, java.util.List<? extends T>[])",
                        "public static final record dev.demist.SignaturesTest.Sample.Pair(int first, @Nullable String"
                                + " second)")
                .noneMatch(line -> line.contains("hidden"));
    }

    /** One of each kind of member. */
    public abstract static class Sample<T extends Number> implements Comparable<T> {

        protected final int @Nullable [] field = null;
        private int hidden;

        protected Sample(Map<String, @Nullable Object> map) {}

        public static <E extends Exception> void thrower(E error) throws E {
            throw error;
        }

        public abstract @Nullable String find(String name, List<? extends T>[] lists);

        void hiddenMethod() {
            hidden++;
        }

        /** A record. */
        public record Pair(int first, @Nullable String second) {}
    }
}
