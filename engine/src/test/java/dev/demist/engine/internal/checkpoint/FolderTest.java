package dev.demist.engine.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.engine.CheckpointParts;
import dev.demist.engine.Engine;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders that are incomplete, or hold more than their networks need. */
class FolderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path scratch;

    private Engine engine;
    private Path model;

    @BeforeEach
    void start() {
        engine = Engine.builder().cache(scratch.resolve("cache")).threads(1).start();
        model = Goldens.unflattened(Goldens.path("models/pipe-sd-pndm"), scratch);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void theSchedulersClassInTheIndexWins() throws IOException {
        change(
                "model_index.json",
                json -> json.putArray("scheduler").add("diffusers").add("DDIMScheduler"));
        assertThat(ownScheduler()).isEqualTo("ddim");
    }

    @Test
    void aSchedulerWithoutAClassIsOfTheOneInTheIndex() throws IOException {
        change("scheduler/scheduler_config.json", json -> json.remove("_class_name"));
        assertThat(ownScheduler()).isEqualTo("pndm");
    }

    @Test
    void stableDiffusionDoesNotClipWhateverItsSchedulerSays() throws IOException {
        change(
                "model_index.json",
                json -> json.putArray("scheduler").add("diffusers").add("DDIMScheduler"));
        change("scheduler/scheduler_config.json", json -> json.put("steps_offset", 0)
                .put("clip_sample", true));
        Path plain =
                Goldens.unflattened(Goldens.path("models/pipe-sd-pndm"), Files.createDirectory(scratch.resolve("b")));
        try (CheckpointParts parts = engine.parts(Checkpoint.of(model));
                CheckpointParts others = engine.parts(Checkpoint.of(plain))) {
            assertThat(timesteps(parts.scheduler())).isEqualTo(timesteps(others.scheduler("ddim")));
        }
    }

    @Test
    void withoutASchedulerTheRequestNamesOne() throws IOException {
        Path config = model.resolve("scheduler/scheduler_config.json");
        Path plain =
                Goldens.unflattened(Goldens.path("models/pipe-sd-pndm"), Files.createDirectory(scratch.resolve("b")));
        Files.delete(config);
        assertThat(ownScheduler()).isEmpty();
        try (CheckpointParts parts = engine.parts(Checkpoint.of(model));
                CheckpointParts whole = engine.parts(Checkpoint.of(plain))) {
            assertThatThrownBy(parts::scheduler)
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("scheduler_config.json", "--scheduler ddim");
            assertThat(timesteps(parts.scheduler("ddim"))).isEqualTo(timesteps(whole.scheduler("ddim")));
        }
    }

    @Test
    void anUnknownSchedulerIsNamed() throws IOException {
        change(
                "model_index.json",
                json -> json.putArray("scheduler").add("diffusers").add("OtherScheduler"));
        try (CheckpointParts parts = engine.parts(Checkpoint.of(model))) {
            assertThatThrownBy(parts::scheduler)
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll("OtherScheduler", "--scheduler ddim");
        }
    }

    @ParameterizedTest
    @CsvSource({"vae, vqvae", "tokenizer, words", "unet, transformer"})
    void aPartOfAnotherNameIsMissing(String part, String other) throws IOException {
        change("model_index.json", json -> json.set(other, json.remove(part)));
        assertThatThrownBy(() -> engine.open(Checkpoint.of(model)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("no " + part, other);
    }

    @Test
    void latentsWithAMeanOfTheirOwnAreRefusedBeforeAnythingRuns() throws IOException {
        change(
                "vae/config.json",
                json -> json.putArray("latents_mean").add(1).add(2).add(3).add(4));
        assertThatThrownBy(() -> engine.open(Checkpoint.of(model)))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("latents_mean");
    }

    @Test
    void weightsOfLayersThatTheModelDoesNotHaveAreLeftOut() throws IOException {
        Checkpoint more = withTextWeight("text_projection.weight");
        assertThat(states(more)).isEqualTo(states(Checkpoint.of(model)));
    }

    @Test
    void weightsThatChangeALayerAreNot() throws IOException {
        Checkpoint more = withTextWeight("text_model.encoder.layers.0.mlp.fc1.weight_offset");
        assertThatThrownBy(() -> states(more))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("1 unexpected: text_model.encoder.layers.0.mlp.fc1.weight_offset");
    }

    @ParameterizedTest
    @CsvSource({
        "bitsandbytes, nf4, NF4 of bitsandbytes",
        "bitsandbytes, fp4, FP4 of bitsandbytes",
        "torchao, , torchao",
        "quanto, , Quanto",
        "svdquant, , SVDQuant of Nunchaku"
    })
    void aQuantizedNetworkIsRefusedByTheNameOfItsFormat(String method, String type, String title) throws IOException {
        change("unet/config.json", json -> json.putObject("quantization_config")
                .put("quant_method", method)
                .put("bnb_4bit_quant_type", type));
        assertThatThrownBy(() -> engine.onDemand("quantized", Checkpoint.of(model)))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("quantized as " + title + ", which", "unet", "GGUF", "--unet FILE");
    }

    @Test
    void anAutoencoderMayBeAFile() {
        Path file = model.resolve("vae/diffusion_pytorch_model.safetensors");
        try (CheckpointParts parts = engine.parts(Checkpoint.of(model).with("vae", file))) {
            assertThat(parts.latentCodec().latentChannels()).isEqualTo(4);
        }
    }

    @Test
    void aFileThatHoldsAnotherPartIsRefused() {
        Path file = model.resolve("text_encoder/model.safetensors");
        Checkpoint wrong = Checkpoint.of(model).with("vae", file);
        assertThatThrownBy(() -> engine.parts(wrong))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll(file.toString(), "holds no vae");
    }

    @Test
    void rowsAreAsLongAsTheTokenizerSays() throws IOException {
        assertThat(row()).isEqualTo(77);
        change("tokenizer/tokenizer_config.json", json -> json.put("model_max_length", 20));
        assertThat(row()).isEqualTo(20);
        change("tokenizer/tokenizer_config.json", json -> json.put("model_max_length", 1e30));
        assertThat(row()).isEqualTo(77);
    }

    private static List<Double> timesteps(Scheduler scheduler) {
        SchedulerPlan plan = scheduler.plan(4);
        return IntStream.range(0, plan.calls()).mapToObj(plan::timestep).toList();
    }

    private int row() {
        try (CheckpointParts parts = engine.parts(Checkpoint.of(model))) {
            return parts.tokens("a").size();
        }
    }

    private String ownScheduler() {
        try (var pipeline = engine.open(Checkpoint.of(model))) {
            return pipeline.info().scheduler();
        }
    }

    private float[] states(Checkpoint checkpoint) {
        try (CheckpointParts parts = engine.parts(checkpoint)) {
            TokenBatch tokens = TokenBatch.of(new int[][] {{1, 2, 3}});
            return parts.textEncoder("text_encoder")
                    .encode(tokens, Set.of("last_hidden_state"))
                    .map(Map::values)
                    .map(all -> all.iterator().next().toArray())
                    .block();
        }
    }

    private Checkpoint withTextWeight(String extra) throws IOException {
        Weights own = WeightFiles.open(model.resolve("text_encoder"), null);
        Safetensors file = new Safetensors().f32(extra, new int[] {1}, 2);
        own.all().forEach(weight -> file.tensor(weight.name(), weight.dtype().name(), weight.shape(), bytes(weight)));
        Path folder = Files.createDirectory(scratch.resolve("more"));
        Files.write(folder.resolve("model.safetensors"), file.bytes());
        Files.copy(model.resolve("text_encoder/config.json"), folder.resolve("config.json"));
        return Checkpoint.of(model).with("text_encoder", folder);
    }

    private static byte[] bytes(Weight weight) {
        byte[] bytes = new byte[weight.data().remaining()];
        weight.data().duplicate().get(bytes);
        return bytes;
    }

    private void change(String name, Consumer<ObjectNode> edit) throws IOException {
        Path file = model.resolve(name);
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        edit.accept(json);
        Files.delete(file);
        JSON.writeValue(file.toFile(), json);
    }
}
