package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.gguf.Gguf;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints around a transformer in single files are the very models of the folders that they were made of. */
final class SingleFileTest {

    private static final String FLUX = "pipe-flux1";
    private static final String SD35 = "pipe-sd35";
    private static final String TRANSFORMER = "model.diffusion_model.";
    private static final int BF16 = 30;

    @TempDir
    Path scratch;

    private static Engine engine;

    /** What a request becomes: the last state and the picture. */
    private record Drawn(LatentState state, Picture picture) {}

    @BeforeAll
    static void start() {
        engine = Engine.builder().precision(Precision.FLOAT32).start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private Path folder(String name) {
        return Goldens.unflattened(Goldens.own("original/" + name), scratch.resolve("whole"));
    }

    private static Path file(Path folder) {
        return folder.resolve("checkpoint.safetensors");
    }

    private static Drawn draw(Checkpoint checkpoint) {
        GenerationRequest request = GenerationRequest.builder("a red apple on a table")
                .negativePrompt("")
                .size(32, 32)
                .steps(2)
                .guidance(3.0)
                .seed(1L)
                .build();
        try (Pipeline pipeline = engine.open(checkpoint)) {
            LatentState last = pipeline.denoise(request).blockLast();
            return new Drawn(last, pipeline.decode(last).block());
        }
    }

    private static void assertSame(Checkpoint actual, Checkpoint folder) {
        Drawn expected = draw(folder);
        Drawn drawn = draw(actual);
        assertThat(drawn.state().scheduler()).isEqualTo(expected.state().scheduler());
        assertThat(drawn.picture()).isEqualTo(expected.picture());
    }

    @ParameterizedTest
    @CsvSource({FLUX + ", tokenizer_2", SD35 + ", tokenizer_3"})
    void aWholeFileIsItsFolder(String name, String tokenizer) throws IOException {
        Path folder = folder(name);
        Path alone = Files.copy(file(folder), scratch.resolve("alone.safetensors"));
        assertSame(Checkpoint.of(alone).with(tokenizer, folder.resolve(tokenizer)), Checkpoint.of(folder));
    }

    @Test
    void whatAFileLacksIsTakenFromBesideIt() {
        Path folder = folder(FLUX);
        assertSame(Checkpoint.of(file(folder)), Checkpoint.of(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TRANSFORMER})
    void aTransformerAloneIsTheModelOfTheFoldersBesideIt(String prefix) throws IOException {
        Path folder = folder(FLUX);
        Safetensors transformer = new Safetensors();
        for (Weight weight : transformer(folder)) {
            transformer.tensor(prefix + name(weight), weight.dtype().name(), weight.shape(), bytes(weight));
        }
        Path alone = Files.write(folder.resolve("alone.safetensors"), transformer.bytes());
        assertSame(Checkpoint.of(alone), Checkpoint.of(folder));
    }

    @Test
    void soIsOneInGguf() throws IOException {
        Path folder = folder(FLUX);
        Gguf transformer = new Gguf().text("general.architecture", "flux");
        transformer(folder).forEach(weight -> transformer.stored(name(weight), BF16, weight));
        Path alone = Files.write(folder.resolve("alone.gguf"), transformer.bytes());
        assertSame(Checkpoint.of(alone), Checkpoint.of(folder));
    }

    @Test
    void aTransformerGoesWithAFolderThatHasNone() throws IOException {
        Path folder = folder(FLUX);
        Path file = Files.move(file(folder), scratch.resolve("alone.safetensors"));
        Drawn expected = draw(Checkpoint.of(folder));
        try (var files = Files.list(folder.resolve("transformer"))) {
            for (Path own : files.toList()) {
                Files.delete(own);
            }
        }
        Files.delete(folder.resolve("transformer"));
        assertThat(draw(Checkpoint.of(folder).with("transformer", file)).picture())
                .isEqualTo(expected.picture());
    }

    @ParameterizedTest
    @CsvSource({
        FLUX + ", transformer",
        FLUX + ", vae",
        FLUX + ", text_encoder",
        FLUX + ", text_encoder_2",
        SD35 + ", transformer",
        SD35 + ", vae",
        SD35 + ", text_encoder",
        SD35 + ", text_encoder_2",
        SD35 + ", text_encoder_3"
    })
    void eachNetworkOfAFileGoesWithAFolder(String name, String part) {
        Path folder = folder(name);
        assertSame(Checkpoint.of(folder).with(part, file(folder)), Checkpoint.of(folder));
    }

    @Test
    void theAutoencoderOfFlux2UnderTheNamesOfItsMakers() {
        Path folder = Goldens.unflattened(Goldens.own("flow/pipe-flux2-klein"), scratch);
        Path file = Goldens.own("original/flux2-vae.safetensors");
        assertSame(Checkpoint.of(folder).with("vae", file), Checkpoint.of(folder));
    }

    @Test
    void stableDiffusion3DoesWithoutT5() throws IOException {
        Path folder = folder(SD35);
        Safetensors file = new Safetensors();
        for (Weight weight : weights(folder)) {
            if (!weight.name().contains("t5xxl")) {
                file.tensor(weight.name(), weight.dtype().name(), weight.shape(), bytes(weight));
            }
        }
        Path alone = Files.write(scratch.resolve("clips.safetensors"), file.bytes());
        Drawn without = draw(Checkpoint.of(alone));
        Path other = folder.resolve("text_encoder_3");
        Drawn with = draw(
                Checkpoint.of(alone).with("text_encoder_3", other).with("tokenizer_3", folder.resolve("tokenizer_3")));
        assertThat(with).isEqualTo(draw(Checkpoint.of(folder))).isNotEqualTo(without);
    }

    @Test
    void whatIsMissingIsNamedWithTheWayToGiveIt() throws IOException {
        Path whole = Files.copy(file(folder(FLUX)), scratch.resolve("whole.safetensors"));
        assertThatThrownBy(() -> engine.open(Checkpoint.of(whole)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("FLUX.1 without its tokenizer_2", "beside it", "--part tokenizer_2=PATH");
        Files.createDirectories(scratch.resolve("tokenizer_2"));
        assertThatThrownBy(() -> engine.open(Checkpoint.of(whole)))
                .as("an empty folder is none")
                .hasMessageContaining("without its tokenizer_2");
        Checkpoint wrong =
                Checkpoint.of(whole).with("tokenizer_2", Files.writeString(scratch.resolve("tokenizer.json"), "{}"));
        assertThatThrownBy(() -> engine.open(wrong))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("tokenizer_2 is given as the folder", "tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "double_stream_modulation_img.lin.weight guidance_in.in_layer.weight",
                "double_blocks.0.img_attn.qkv.weight distilled_guidance_layer.in_proj.weight"
            })
    void transformersOfOtherFamiliesAreNone(String keys) throws IOException {
        Safetensors other = new Safetensors();
        for (String key : keys.split(" ")) {
            other.f32(key, new int[] {1, 1}, 1);
        }
        Path file = Files.write(scratch.resolve("other.safetensors"), other.bytes());
        assertThatThrownBy(() -> engine.open(Checkpoint.of(file)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("not a single-file checkpoint of a known family", "FLUX.1", "Z-Image");
    }

    @Test
    void oneThatSeesMoreThanTheLatentsIsRefused() throws IOException {
        Path folder = folder(FLUX);
        Safetensors fill = new Safetensors();
        for (Weight weight : transformer(folder)) {
            boolean first = name(weight).equals("img_in.weight");
            int[] shape = first ? new int[] {128, 384} : weight.shape();
            byte[] bytes = first ? new byte[2 * 128 * 384] : bytes(weight);
            fill.tensor(name(weight), weight.dtype().name(), shape, bytes);
        }
        Path file = Files.write(folder.resolve("fill.safetensors"), fill.bytes());
        assertThatThrownBy(() -> engine.open(Checkpoint.of(file)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("takes latents of 96 channels", "gives 16");
    }

    @Test
    void isDescribedWithWhatLiesBesideIt() {
        Path folder = folder(FLUX);
        var info = engine.inspect(Checkpoint.of(file(folder)));
        assertThat(info.kind()).isEqualTo("FluxPipeline");
        assertThat(info.parts())
                .extracting(part -> part.name() + " in " + folder.relativize(part.place()))
                .contains("transformer in checkpoint.safetensors", "tokenizer_2 in tokenizer_2");
    }

    private static List<Weight> weights(Path folder) {
        return WeightFiles.open(file(folder), null).all().toList();
    }

    private static List<Weight> transformer(Path folder) {
        return weights(folder).stream()
                .filter(weight -> weight.name().startsWith(TRANSFORMER))
                .toList();
    }

    private static String name(Weight weight) {
        return weight.name().substring(TRANSFORMER.length());
    }

    private static byte[] bytes(Weight weight) {
        byte[] bytes = new byte[weight.data().remaining()];
        weight.data().get(bytes);
        return bytes;
    }
}
