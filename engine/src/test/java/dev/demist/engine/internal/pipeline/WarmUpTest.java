package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.ComputeDevice;
import dev.demist.NetworkPlacement;
import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.DeviceSettings;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.tokenizer.Tokenizers;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Which networks a warm-up runs. */
@TestInstance(Lifecycle.PER_CLASS)
final class WarmUpTest {

    @TempDir
    private static Path scratch = Path.of("");

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private SchedulerPool pool;
    private ModelReader models;

    @BeforeAll
    void start() {
        pool = new SchedulerPool(Duration.ofSeconds(30));
        models = new ModelReader(
                new CheckpointReader(() -> scratch.resolve("pipe-sd-pndm/tokenizer"), new Tokenizers()),
                FakePipelines.SCHEDULERS,
                pool);
        Goldens.foldersWith("expected.safetensors"::equals).stream()
                .map(Path::getParent)
                .distinct()
                .flatMap(all -> Goldens.foldersIn(all).stream())
                .forEach(folder -> Goldens.unflattened(folder, scratch));
    }

    @AfterAll
    void stop() {
        pool.close();
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfModelRunsAsFarAsWordsAloneReach() {
        return Goldens.foldersWith("expected.safetensors"::equals).stream()
                .map(folder -> model(folder.getFileName().toString()))
                .collect(Collectors.toMap(model -> model.info().kind(), model -> model, (first, second) -> first))
                .values()
                .stream()
                .map(model -> DynamicTest.dynamicTest(model.info().kind(), () -> runs(model)));
    }

    private void runs(Model model) {
        try (Device device = device(0)) {
            DeviceNetworks networks = networks(device);
            Runnable kept = networks.keepAll(model);
            assertThat(usedOf(model, networks)).isEqualTo(model.traits().seesMask() ? Set.of() : drawing(model));
            kept.run();
        }
    }

    private static Set<String> drawing(Model model) {
        Roles roles = model.roles();
        Set<String> parts = new HashSet<>(Set.of(roles.denoiser()));
        roles.texts(model.source()).forEach(text -> parts.add(text.encoder()));
        if (model.traits().hasCodec()) {
            parts.add(roles.codec());
        }
        return parts;
    }

    @Test
    void nothingIsOpenedForIt() {
        Model model = model("pipe-sd-pndm");
        try (Device device = device(0)) {
            DeviceNetworks networks = networks(device);
            networks.keepAll(model).run();
            assertThat(usedOf(model, networks)).isEmpty();
            assertThat(networks.open()).isEmpty();
        }
    }

    @Test
    void aModelThatIsLargerThanTheBudgetDoesNotRun() {
        Model model = model("pipe-sd-pndm");
        try (Device device = device(bytes(model) - 1)) {
            DeviceNetworks networks = networks(device);
            Runnable kept = networks.keepAll(model);
            List<Object> open = networks.open();
            assertThat(usedOf(model, networks)).isEmpty();
            assertThat(networks.open()).isNotEmpty().isEqualTo(open);
            kept.run();
        }
    }

    @Test
    void aModelBesideWhichTooMuchIsInUseDoesNotRun() {
        Model model = model("pipe-sd-pndm");
        try (Device device = device(bytes(model))) {
            DeviceNetworks networks = networks(device);
            Runnable kept = networks.keepAll(model);
            assertThat(usedOf(model, networks)).isEqualTo(drawing(model));
            Mono.zip(
                            networks.denoiser(model),
                            networks.codec(model),
                            networks.textEncoder(model, "text_encoder"),
                            networks.room(1))
                    .block();
            assertThat(usedOf(model, networks)).isEmpty();
            kept.run();
        }
    }

    private long bytes(Model model) {
        try (Device device = device(0)) {
            return networks(device).placement(model).stream()
                    .mapToLong(NetworkPlacement::bytes)
                    .sum();
        }
    }

    private Model model(String name) {
        return models.read(name, PipelineCase.of(scratch.resolve(name)).checkpoint());
    }

    private static Device device(long budget) {
        return Device.open(new DeviceSettings(ComputeDevice.CPU, 1, Precision.FLOAT32, device -> budget));
    }

    private static DeviceNetworks networks(Device device) {
        return new DeviceNetworks(
                new Places(List.of(Place.of(device))), BatchLimit.DEFAULT, opening -> {}, ObservationRegistry.NOOP);
    }

    /** The parts that a warm-up leases. */
    private Set<String> usedOf(Model model, DeviceNetworks networks) {
        used.clear();
        EnginePipeline pipeline = new EnginePipeline(
                model,
                request -> model,
                new Noted(networks, used),
                new PromptCache(0),
                ObservationRegistry.NOOP,
                () -> {});
        StepVerifier.create(pipeline.warmUp()).verifyComplete();
        return Set.copyOf(used);
    }

    /** Writes down which parts are leased. */
    private record Noted(Networks networks, Set<String> used) implements Networks {

        @Override
        public Mono<Lease<Denoiser>> denoiser(Model model) {
            return networks.denoiser(model)
                    .doOnNext(it -> used.add(model.roles().denoiser()));
        }

        @Override
        public Mono<Lease<LatentCodec>> codec(Model model) {
            return networks.codec(model).doOnNext(it -> used.add(model.roles().codec()));
        }

        @Override
        public Mono<Lease<LatentCodec>> previewCodec(Model model) {
            return networks.previewCodec(model)
                    .doOnNext(it -> used.add(model.roles().previewCodec()));
        }

        @Override
        public Mono<Lease<TextEncoder>> textEncoder(Model model, String part) {
            return networks.textEncoder(model, part).doOnNext(it -> used.add(part));
        }

        @Override
        public Mono<Lease<ControlNet>> controlNet(Model model) {
            return networks.controlNet(model)
                    .doOnNext(it -> used.add(model.roles().controlNet()));
        }

        @Override
        public boolean areOpen(Model model) {
            return networks.areOpen(model);
        }

        @Override
        public Mono<Lease<Long>> room(long bytes) {
            return networks.room(bytes);
        }
    }
}
