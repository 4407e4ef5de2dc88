package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.demist.Checkpoint;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.NetworkPlacement;
import dev.demist.Precision;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.PlainDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of where networks go, before they go there; the processors compute in the place of other devices. */
final class NetworkPlacementTest {

    private static final ComputeDevice ONE = ComputeDevice.cuda(0);
    private static final ComputeDevice TWO = ComputeDevice.cuda(1);
    private static final long LARGE = 1L << 30;

    @TempDir
    static Path models;

    private static Checkpoint checkpoint;

    @BeforeAll
    static void unpack() throws IOException {
        for (String part : List.of("unet-sd15", "vae-sd", "clip-sd15")) {
            Goldens.unflattened(Goldens.path("models/" + part), models);
        }
        checkpoint = Checkpoint.of(Goldens.unflattened(Goldens.path("models/pipe-sd-pndm"), models));
    }

    private static EngineBuilder devices(ComputeDevice... devices) {
        EngineBuilder builder = Engine.builder().threads(1).devices(List.of(devices));
        builder.opener = PlainDevice::standIn;
        return builder;
    }

    @Test
    void networksAreSaidToBeWhereARunThenOpensThem() {
        try (Engine engine =
                devices(ONE).memory(LARGE).precision(Precision.BFLOAT16).start()) {
            List<NetworkPlacement> said = engine.placement(checkpoint);
            assertThat(said)
                    .extracting(NetworkPlacement::part, NetworkPlacement::device, NetworkPlacement::precision)
                    .containsExactly(
                            tuple("text_encoder", ONE, Precision.BFLOAT16),
                            tuple("unet", ONE, Precision.BFLOAT16),
                            tuple("vae", ONE, Precision.BFLOAT16));
            assertThat(engine.openNetworks()).as("what was opened to say so").isEmpty();

            engine.onDemand("mine", checkpoint)
                    .draw(GenerationRequest.builder("a red apple").steps(1).build())
                    .block();
            assertThat(engine.weights().get(ONE)).isEqualTo(bytes(said)).isPositive();
        }
    }

    @Test
    void int8IsForTheNetworkOfTheSteps() {
        assumeThatCode(() -> Device.open(1, Precision.INT8).close())
                .as("the processor has AVX512-VNNI")
                .doesNotThrowAnyException();
        try (Engine engine =
                Engine.builder().threads(1).precision(Precision.INT8).start()) {
            assertThat(engine.placement(checkpoint))
                    .extracting(NetworkPlacement::part, NetworkPlacement::precision)
                    .containsExactly(
                            tuple("text_encoder", Precision.FLOAT32),
                            tuple("unet", Precision.INT8),
                            tuple("vae", Precision.FLOAT32));
        }
    }

    private static long bytes(List<NetworkPlacement> networks) {
        return networks.stream().mapToLong(NetworkPlacement::bytes).sum();
    }

    @Test
    void theNetworkOfTheStepsGoesToEachDeviceWithRoom() {
        try (Engine engine = devices(ONE, TWO).memory(LARGE).start()) {
            assertThat(engine.placement(checkpoint))
                    .filteredOn(network -> network.part().equals("unet"))
                    .extracting(NetworkPlacement::device)
                    .containsExactly(ONE, TWO);
        }
        try (Engine engine = devices(ONE, TWO).memory(LARGE).memory(TWO, 4096).start()) {
            assertThat(engine.placement(checkpoint))
                    .extracting(NetworkPlacement::device)
                    .containsOnly(ONE);
        }
    }

    @Test
    void theProcessorsTakeWhatFitsNoOther() {
        try (Engine engine =
                devices(ComputeDevice.CPU, ONE).memory(LARGE).memory(ONE, 4096).start()) {
            assertThat(engine.placement(checkpoint))
                    .extracting(NetworkPlacement::device)
                    .containsOnly(ComputeDevice.CPU);
        }
    }

    @Test
    void whatIsLargerThanEveryBudgetIsRefusedAsARunIs() {
        try (Engine engine = devices(ONE).memory(4096).start()) {
            assertThatThrownBy(() -> engine.placement(checkpoint))
                    .isInstanceOfSatisfying(
                            DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                    .hasMessageContainingAll("takes", "cuda:0 4 KiB", "--memory");
        }
    }

    @Test
    void whatIsNoWholeCheckpointGoesNowhere() {
        try (Engine engine = devices(ONE).start()) {
            assertThat(engine.placement(Checkpoint.of(models.resolve("unet-sd15"))))
                    .isEmpty();
            assertThat(engine.placement(Checkpoint.of(Goldens.path("models/pipe-lora/lora.safetensors"))))
                    .isEmpty();
        }
    }
}
