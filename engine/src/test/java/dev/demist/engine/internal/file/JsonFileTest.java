package dev.demist.engine.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonFileTest {

    @TempDir
    Path folder;

    @Test
    void readsWhatPythonWrites() throws IOException {
        Path file = write("{\"a\": [1, \"b\"], \"lambda\": -Infinity}");
        assertThat(JsonFile.read(file).path("lambda").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(JsonFile.map(write("{\"a\": 1}"))).isEqualTo(Map.of("a", 1));
    }

    @ParameterizedTest
    @CsvSource({"'{', not valid JSON", "'', object", "'[]', object", "'null', object"})
    void refusesWhatIsNotAnObject(String content, String problem) throws IOException {
        Path file = write(content);
        refused(() -> JsonFile.read(file), ErrorCode.CORRUPT_FILE, file, problem);
    }

    @Test
    void refusesAFileOverItsLimit() throws IOException {
        Path file = write("{\"a\":\"" + "a".repeat(JsonFile.MAX_BYTES) + "\"}");
        refused(() -> JsonFile.read(file), ErrorCode.CORRUPT_FILE, file, "more than 1048576 bytes");
        refused(() -> ModelConfig.read(file), ErrorCode.CORRUPT_FILE, file, "more than 1048576 bytes");
        assertThat(JsonFile.read(file, 2 * JsonFile.MAX_BYTES).size()).isOne();
    }

    @Test
    void refusesARepeatedKeyWhereKeysMustBeDistinct() throws IOException {
        Path file = write("{\"a\":1,\"a\":2}");
        assertThat(JsonFile.read(file).path("a").intValue()).isEqualTo(2);
        refused(() -> JsonFile.readDistinct(file, 100), ErrorCode.CORRUPT_FILE, file, "Duplicate");
    }

    @Test
    void namesAFileThatCannotBeRead() {
        Path file = folder.resolve("none.json");
        refused(() -> JsonFile.read(file), ErrorCode.STORAGE_FAILED, file, "cannot be read");
    }

    private static void refused(Runnable reading, ErrorCode code, Path file, String problem) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("file.json"), content);
    }
}
