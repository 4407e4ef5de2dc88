package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Caller;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.DeviceUse;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.engine.internal.runtime.PlainDevice;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** One engine with several devices, in whose place the processors compute. */
final class SeveralDevicesTest {

    private static final ComputeDevice ONE = ComputeDevice.cuda(0);
    private static final ComputeDevice TWO = ComputeDevice.cuda(1);
    private static final long LARGE = 1L << 30;

    @TempDir
    static Path models;

    private final Calls calls = new Calls();

    @BeforeEach
    void unpack() throws IOException {
        for (String name : List.of("first", "second")) {
            if (!Files.exists(models.resolve(name))) {
                Path part = Goldens.unflattened(Goldens.path("models/pipe-sd-pndm"), models);
                Files.move(part, models.resolve(name));
            }
        }
        for (String part : List.of("unet-sd15", "vae-sd", "clip-sd15")) {
            Goldens.unflattened(Goldens.path("models/" + part), models);
        }
    }

    private EngineBuilder devices(ComputeDevice... devices) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(calls);
        EngineBuilder builder = Engine.builder()
                .models(models)
                .threads(1)
                .precision(Precision.FLOAT32)
                .devices(List.of(devices))
                .observations(observations);
        builder.opener = PlainDevice::standIn;
        return builder;
    }

    private static Mono<LatentState> draw(Engine engine, String model, long seed) {
        return states(engine, model, seed).last();
    }

    private static Flux<LatentState> states(Engine engine, String model, long seed) {
        GenerationRequest request = GenerationRequest.builder("a red apple")
                .seed(seed)
                .steps(2)
                .width(32)
                .height(32)
                .build();
        Pipeline pipeline = engine.onDemand(model, engine.find(model));
        return pipeline.denoise(request).contextWrite(Caller.of("user" + seed));
    }

    /** A run that has taken its first step while another one is drawn as a whole, and then goes on. */
    private static LatentState amid(Flux<LatentState> run, Mono<LatentState> other) {
        AtomicReference<LatentState> last = new AtomicReference<>();
        StepVerifier.create(run.doOnNext(last::set), 1)
                .expectNextCount(1)
                .then(other::block)
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(state -> true)
                .verifyComplete();
        return last.get();
    }

    @Test
    void twoModelsAreDrawnOnTwoDevicesAtTheSameTime() {
        try (Engine engine = devices(ONE, TWO).memory(LARGE).start()) {
            amid(states(engine, "first", 1), draw(engine, "second", 2));
            assertThat(calls.devices).containsExactlyInAnyOrder("cuda:0", "cuda:1");
            assertThat(engine.deviceUse())
                    .extracting(use -> Set.copyOf(use.models().keySet()))
                    .satisfiesOnlyOnce(there -> assertThat(there).contains("first"))
                    .satisfiesOnlyOnce(there -> assertThat(there).contains("second"));
        }
    }

    @Test
    void runsOfOneModelSpreadAndDrawWhatTheyDrawAlone() {
        LatentState alone;
        try (Engine engine = devices(ONE).memory(LARGE).start()) {
            alone = draw(engine, "first", 1).block();
        }
        calls.devices.clear();
        try (Engine engine = devices(ONE, TWO).memory(LARGE).start()) {
            assertThat(amid(states(engine, "first", 1), draw(engine, "first", 2)))
                    .isEqualTo(alone);
            assertThat(calls.devices).containsExactlyInAnyOrder("cuda:0", "cuda:1");
            assertThat(engine.openNetworks().stream().filter(key -> key.startsWith("unet")))
                    .hasSize(2);
        }
    }

    @Test
    void theBudgetOfOneIsNotSpentByTheOther() {
        long size = size();
        try (Engine engine =
                devices(ONE, TWO).memory(TWO, 3 * size).memory(size).start()) {
            draw(engine, "first", 1).block();
            draw(engine, "second", 2).block();
            List<DeviceUse> use = engine.deviceUse();
            assertThat(use).extracting(DeviceUse::budget).containsExactly(size, 3 * size);
            assertThat(use).allSatisfy(it -> assertThat(it.used()).isBetween(1L, it.budget()));
            assertThat(engine.weights().values())
                    .containsExactly(use.get(0).used(), use.get(1).used());
        }
    }

    @Test
    void whatIsLargerThanEveryBudgetIsRefusedWithTheBudgets() {
        try (Engine engine = devices(ONE, TWO).memory(4096).memory(ONE, 2048).start()) {
            assertThatThrownBy(() -> draw(engine, "first", 1).block())
                    .isInstanceOfSatisfying(
                            DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                    .hasMessageContainingAll("of first takes", "cuda:0 2 KiB, cuda:1 4 KiB", "--memory");
        }
    }

    @Test
    void theProcessorsTakeWhatFitsNoOther() {
        try (Engine engine =
                devices(ComputeDevice.CPU, ONE).memory(ONE, 4096).memory(LARGE).start()) {
            draw(engine, "first", 1).block();
            assertThat(calls.devices).containsExactly("cpu");
            assertThat(engine.weights().get(ONE)).isZero();
        }
        calls.devices.clear();
        try (Engine engine = devices(ComputeDevice.CPU, ONE).memory(LARGE).start()) {
            draw(engine, "first", 1).block();
            assertThat(calls.devices).containsExactly("cuda:0");
        }
    }

    @Test
    void anOpenPipelineIsKeptOnAllDevicesWithoutABudget() {
        try (Engine engine = devices(ONE, TWO).start();
                Pipeline pipeline = engine.open("first")) {
            assertThat(engine.openNetworks().stream().filter(key -> key.startsWith("unet")))
                    .hasSize(2);
            pipeline.close();
            assertThat(engine.openNetworks()).isEmpty();
        }
    }

    @Test
    void devicesAreNamedOnceAndAutoStandsAlone() {
        assertThatThrownBy(() -> devices(ONE, ONE)).hasMessageContaining("none twice");
        assertThatThrownBy(() -> devices(ONE, ComputeDevice.AUTO)).hasMessageContaining("auto stands alone");
        assertThatThrownBy(() -> devices()).hasMessageContaining("at least one");
        assertThatThrownBy(() -> devices(ONE).memory(TWO, 1).start()).hasMessageContaining("one of the devices");
    }

    private long size() {
        try (Engine engine = devices(ONE).memory(LARGE).start()) {
            draw(engine, "first", 1).block();
            calls.devices.clear();
            return engine.weights().get(ONE);
        }
    }

    /** The devices of all model calls. */
    private static final class Calls implements ObservationHandler<Observation.Context> {

        final Set<String> devices = ConcurrentHashMap.newKeySet();

        @Override
        public void onStart(Observation.Context context) {
            devices.add(context.getLowCardinalityKeyValue("device").getValue());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context.getName().equals("demist.call");
        }
    }
}
