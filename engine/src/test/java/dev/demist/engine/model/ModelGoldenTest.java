package dev.demist.engine.model;

import static dev.demist.engine.model.Goldens.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.runtime.Device;
import dev.demist.engine.weights.WeightFiles;
import dev.demist.engine.weights.Weights;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Mono;

/** Every checkpoint among the goldens, run on inputs whose outputs the reference recorded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelGoldenTest {

    private Device device;

    @BeforeAll
    void open() {
        device = Device.open(2, Precision.FLOAT32);
    }

    @AfterAll
    void close() {
        device.close();
    }

    @TestFactory
    Stream<DynamicTest> matchesTheReference() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(Goldens.folder().resolve("models"))) {
            folders = all.filter(folder -> Files.exists(folder.resolve("io.safetensors")))
                    .sorted()
                    .toList();
        }
        assertThat(folders).isNotEmpty();
        return folders.stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    private void check(Path folder) {
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        Weights weights = WeightFiles.open(folder, null);
        GoldenTensors io = GoldenTensors.read(folder.resolve("io.safetensors"));
        if (io.has("input_ids")) {
            checkText(config, weights, io);
        } else if (io.has("decoded")) {
            checkCodec(config, weights, io);
        } else if (io.has("cond")) {
            checkControl(config, weights, io);
        } else {
            checkDenoiser(config, weights, io, folder);
        }
    }

    private void checkText(ModelConfig config, Weights weights, GoldenTensors io) {
        try (TextEncoder encoder = Models.textEncoder(config, weights, device)) {
            TextEncoder.TextStates states = await(encoder.encode(tokens(io.tensor("input_ids")), 0));
            assertClose("last_hidden_state", states.context(), io.tensor("last_hidden_state"));
            assertClose("penultimate", states.penultimate(), io.tensor("penultimate"));
            assertClose("pooled", states.pooled(), io.tensor(io.has("pooled") ? "pooled" : "text_embeds"));
        }
    }

    private void checkCodec(ModelConfig config, Weights weights, GoldenTensors io) {
        try (LatentCodec codec = Models.latentCodec(config, weights, device)) {
            Tensor shift =
                    Tensor.full((float) codec.shiftFactor(), io.tensor("latent").shape());
            Tensor scaled = io.tensor("latent").minus(shift).times(codec.scalingFactor());
            assertClose("decoded", await(codec.decode(scaled)), io.tensor("decoded"));
            if (io.has("mean")) {
                LatentCodec.Gaussian gaussian = await(codec.encode(io.tensor("image")));
                assertClose("mean", gaussian.mean(), io.tensor("mean"));
                assertClose("logvar", gaussian.logVariance(), io.tensor("logvar"));
            }
        }
    }

    private void checkDenoiser(ModelConfig config, Weights weights, GoldenTensors io, Path folder) {
        try (Denoiser denoiser = Models.denoiser(config, weights, device)) {
            Tensor output = await(denoiser.predict(io.tensor("sample"), timesteps(io), conditioning(io)));
            assertClose("output", output, io.tensor("output"));
            Path rectangular = folder.resolve("io-rect.safetensors");
            if (Files.exists(rectangular)) {
                GoldenTensors other = GoldenTensors.read(rectangular);
                double[] time = {timesteps(io)[0]};
                Tensor odd = await(denoiser.predict(other.tensor("sample"), time, firstRow(conditioning(io))));
                assertClose("output of another size", odd, other.tensor("output"));
            }
        }
    }

    // The golden's residuals were made with strength 0.8 for the network next to it.
    private void checkControl(ModelConfig config, Weights weights, GoldenTensors io) {
        Path unet = Goldens.folder().resolve("models/unet-sd15");
        ModelConfig unetConfig = ModelConfig.read(unet.resolve("config.json"));
        Weights unetWeights = WeightFiles.open(unet, null);
        Conditioning text = conditioning(io);
        try (ControlNet control = Models.controlNet(config, weights, device);
                Denoiser denoiser = Models.denoiser(unetConfig, unetWeights, device)) {
            Tensor sample = io.tensor("sample");
            ControlNet.Residuals residuals =
                    await(control.predict(sample, timesteps(io), text, io.tensor("cond"), 0.8));
            for (int i = 0; i < residuals.down().size(); i++) {
                assertClose("down_" + i, residuals.down().get(i), io.tensor("down_" + i));
            }
            assertClose("mid", residuals.mid(), io.tensor("mid"));
            Tensor output = await(denoiser.predict(sample, timesteps(io), text.withResiduals(residuals)));
            assertClose("output", output, io.tensor("output"));
        }
    }

    static double[] timesteps(GoldenTensors io) {
        Tensor times = io.tensor("timestep");
        return IntStream.range(0, times.size()).mapToDouble(times::get).toArray();
    }

    private static Conditioning conditioning(GoldenTensors io) {
        return new Conditioning(
                optional(io, "encoder_hidden_states"),
                optional(io, "text_embeds"),
                optional(io, "time_ids"),
                optional(io, "timestep_cond"),
                optional(io, "class_labels"),
                List.of(),
                null);
    }

    private static @Nullable Tensor optional(GoldenTensors io, String name) {
        return io.has(name) ? io.tensor(name) : null;
    }

    private static Conditioning firstRow(Conditioning all) {
        return new Conditioning(
                firstRow(all.context()),
                firstRow(all.textEmbeds()),
                firstRow(all.timeIds()),
                firstRow(all.guidanceEmbedding()),
                firstRow(all.classLabels()),
                List.of(),
                null);
    }

    private static @Nullable Tensor firstRow(@Nullable Tensor tensor) {
        return tensor == null ? null : tensor.rows(0, 1);
    }

    private static int[][] tokens(Tensor ids) {
        int[][] rows = new int[ids.size(0)][ids.size(1)];
        for (int i = 0; i < ids.size(); i++) {
            rows[i / ids.size(1)][i % ids.size(1)] = (int) ids.get(i);
        }
        return rows;
    }

    static <T> T await(Mono<T> result) {
        return Objects.requireNonNull(result.block());
    }
}
