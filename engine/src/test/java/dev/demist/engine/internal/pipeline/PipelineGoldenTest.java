package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.Precision;
import dev.demist.ResolvedRequest;
import dev.demist.engine.Goldens;
import dev.demist.engine.PackedLatents;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.tokenizer.Tokenizers;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines against diffusers: the latents after every step, and the picture. */
@TestInstance(Lifecycle.PER_CLASS)
class PipelineGoldenTest {

    private static final double TOLERANCE = 2e-3;
    private static final double MIN_PSNR = 45;

    @TempDir
    Path scratch;

    private Device device;
    private SchedulerPool pool;
    private ModelReader models;
    private DeviceNetworks networks;

    @BeforeAll
    void start() {
        pool = new SchedulerPool(Duration.ofSeconds(30));
        device = openDevice();
        CheckpointReader checkpoints =
                new CheckpointReader(() -> scratch.resolve("pipe-sd-pndm/tokenizer"), new Tokenizers());
        models = new ModelReader(checkpoints, FakePipelines.SCHEDULERS, pool);
        networks = new DeviceNetworks(
                new Places(List.of(Place.of(device))), BatchLimit.DEFAULT, opening -> {}, ObservationRegistry.NOOP);
    }

    /** The device that the pipelines run on. */
    Device openDevice() {
        return Device.open(2, Precision.FLOAT32);
    }

    @AfterAll
    void stop() {
        pool.close();
        if (device != null) { // else its tests were skipped
            device.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> pipelines() {
        List<Path> recorded = Goldens.foldersWith("expected.safetensors"::equals);
        recorded.stream()
                .map(Path::getParent)
                .distinct()
                .flatMap(all -> Goldens.foldersIn(all).stream())
                .forEach(folder -> Goldens.unflattened(folder, scratch));
        return recorded.stream()
                .map(folder -> folder.getFileName().toString())
                .map(name -> DynamicTest.dynamicTest(name, () -> replay(PipelineCase.of(scratch.resolve(name)))));
    }

    private void replay(PipelineCase recorded) {
        assertThat(recorded.requests()).isNotEmpty();
        Model model = models.read("golden", recorded.checkpoint());
        Runnable kept = networks.keepAll(model);
        Preparation preparation =
                new Preparation(model, networks, new PromptCache(0), new Spans(ObservationRegistry.NOOP));
        EnginePipeline pipeline = new EnginePipeline(
                model, request -> model, networks, new PromptCache(0), ObservationRegistry.NOOP, kept);
        try (pipeline) {
            for (int row = 0; row < recorded.requests().size(); row++) {
                ResolvedRequest request =
                        pipeline.resolve(recorded.requests().get(row)).block();
                List<LatentState> states = preparation
                        .run(request, recorded.pictures(), Prepared::states)
                        .collectList()
                        .block();
                compareLatents(states, recorded.expected(), row);
                comparePicture(pipeline.decode(states.get(states.size() - 1)).block(), recorded.expected(), row);
            }
        }
    }

    private static void compareLatents(List<LatentState> states, Path file, int row) {
        if (!WeightFiles.open(file, null).names().contains("latents")) {
            return;
        }
        Tensor latents = Goldens.tensor(file, "latents");
        assertThat(states).hasSize(latents.size(0));
        for (int step = 0; step < states.size(); step++) {
            int[] shape = latents.shape();
            Tensor expected = latents.rows(step, step + 1)
                    .reshape(Arrays.copyOfRange(shape, 1, shape.length))
                    .rows(row, row + 1);
            Tensor sample = states.get(step).scheduler().sample();
            Tensor actual = shape.length == 4 ? PackedLatents.pack(sample, shape[3]) : sample;
            assertThat(Goldens.deviation(actual, expected))
                    .as("latents after step %d", step + 1)
                    .isLessThan(TOLERANCE);
        }
    }

    private static void comparePicture(Picture picture, Path file, int row) {
        Tensor expected = Goldens.tensor(file, "image").rows(row, row + 1);
        double squares = 0;
        for (int i = 0; i < expected.size(); i++) {
            double difference = (picture.rgb()[i] & 0xff) / 255.0 - expected.get(i);
            squares += difference * difference;
        }
        assertThat(10 * Math.log10(expected.size() / Math.max(squares, 1e-12)))
                .as("PSNR in dB")
                .isGreaterThan(MIN_PSNR);
    }
}
