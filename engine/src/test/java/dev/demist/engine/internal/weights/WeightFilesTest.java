package dev.demist.engine.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import dev.demist.engine.internal.weights.torchbin.Pickle;
import dev.demist.engine.internal.weights.torchbin.TorchZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFilesTest {

    @TempDir
    Path folder;

    @Test
    void opensAFile() throws IOException {
        assertThat(WeightFiles.open(write("any.safetensors", "w"), null).names())
                .containsExactly("w");
    }

    @Test
    void opensEveryGolden() throws IOException {
        String root = System.getProperty("demist.root") + "/goldens";
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("demist.goldens", root)))) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(safetensors|bin)")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(
                                    WeightFiles.open(followed(file), null).names())
                            .isNotEmpty());
        }
    }

    /** A link that was flattened to a text file holds the path that it leads to. */
    private static Path followed(Path file) throws IOException {
        return Files.size(file) < 200
                ? file.resolveSibling(Files.readString(file).strip())
                : file;
    }

    @Test
    void takesThePlainFileOrTheVariant() throws IOException {
        write("diffusion_pytorch_model.safetensors", "plain");
        write("diffusion_pytorch_model.fp16.safetensors", "half");
        assertThat(WeightFiles.open(folder, null).names()).containsExactly("plain");
        assertThat(WeightFiles.open(folder, "fp16").names()).containsExactly("half");
    }

    @Test
    void readsATextEncodersFile() throws IOException {
        write("model.safetensors", "w");
        assertThat(WeightFiles.open(folder, null).names()).containsExactly("w");
    }

    @Test
    void takesTorchsFileWhereThereIsNoSafetensors() throws IOException {
        byte[] pickle = Pickle.protocol2()
                .op("}")
                .text("w")
                .tensor("FloatStorage", "0", 2)
                .op("s")
                .end();
        Files.write(
                folder.resolve("pytorch_model.bin"),
                TorchZip.of(pickle).floats("0", 1, 2).bytes());
        assertThat(WeightFiles.open(folder, null).names()).containsExactly("w");
        write("model.safetensors", "better");
        assertThat(WeightFiles.open(folder, null).names()).containsExactly("better");
    }

    @Test
    void listsWhatItLookedForAndWhatIsThere() throws IOException {
        write("other.safetensors", "w");
        refused(() -> WeightFiles.open(folder, "fp16"), ErrorCode.UNKNOWN_MODEL)
                .hasMessageContaining("diffusion_pytorch_model.fp16.safetensors")
                .hasMessageContaining("pytorch_model.fp16.bin")
                .hasMessageEndingWith("found other.safetensors");
    }

    @Test
    void takesThePlainFileOfAPartThatHasNoVariant() throws IOException {
        write("model.safetensors", "plain");
        assertThat(WeightFiles.open(folder, "fp16").names()).containsExactly("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusion_pytorch_model.fp16.safetensors", "model.non_ema.safetensors"})
    void takesAVariantWhereThereIsNothingElse(String file) throws IOException {
        write(file, "only");
        assertThat(WeightFiles.open(folder, null).names()).containsExactly("only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors.index.fp16.json", "model.fp16.safetensors.index.json"})
    void joinsTheShardsOfAVariant(String index) throws IOException {
        write("model.fp16-00001-of-00001.safetensors", "a");
        Files.writeString(folder.resolve(index), "{\"weight_map\":{\"a\":\"model.fp16-00001-of-00001.safetensors\"}}");
        assertThat(WeightFiles.open(folder, "fp16").names()).containsExactly("a");
    }

    @Test
    void joinsShardsByTheirIndex() throws IOException {
        write("s-00001-of-00002.safetensors", "a");
        write("s-00002-of-00002.safetensors", "b");
        index("{\"a\":\"s-00001-of-00002.safetensors\",\"b\":\"s-00002-of-00002.safetensors\"}");
        Weights weights = WeightFiles.open(folder, null);
        assertThat(weights.names()).containsExactly("a", "b");
        assertThat(weights.find("b").orElseThrow().file()).hasFileName("s-00002-of-00002.safetensors");
    }

    @Test
    void refusesAShardWithoutItsKey() throws IOException {
        write("s.safetensors", "a");
        index("{\"a\":\"s.safetensors\",\"b\":\"s.safetensors\"}");
        refused(() -> WeightFiles.open(folder, null), ErrorCode.CORRUPT_FILE).hasMessageContaining("'b'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"../s.safetensors\"", "\"/etc/passwd\"", "\"a/b.safetensors\"", "\"..\"", "7", "\"\""})
    void refusesAnIndexThatLeadsElsewhere(String file) throws IOException {
        index("{\"a\":" + file + "}");
        refused(() -> WeightFiles.open(folder, null), ErrorCode.CORRUPT_FILE).hasMessageContaining("plain file name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"a\":", "{\"a\":1,\"a\":2}"})
    void refusesADamagedIndex(String map) throws IOException {
        index(map);
        refused(() -> WeightFiles.open(folder, null), ErrorCode.CORRUPT_FILE);
    }

    private Path write(String file, String weight) throws IOException {
        return Files.write(
                folder.resolve(file),
                new Safetensors().f32(weight, new int[] {1}, 1).bytes());
    }

    private void index(String map) throws IOException {
        Files.writeString(
                folder.resolve("diffusion_pytorch_model.safetensors.index.json"), "{\"weight_map\":" + map + "}");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call, ErrorCode code) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(DemistException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
