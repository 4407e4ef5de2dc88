package dev.demist.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.PlainDevice;
import dev.demist.scheduler.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks of every kind in bfloat16, by the operators that this processor has and by those that every processor has,
 * and in float16.
 */
final class Bfloat16Test {

    /** Of numbers with 8 bits after some dozens of layers, relative to the largest. */
    private static final double TOLERANCE = 0.1;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/unet-sd15",
                "models/unet-sdxl",
                "models/unet2d-default",
                "models/vae-sd",
                "models/taesd",
                "models/clip-sd15",
                "models/controlnet",
                "flow/pipe-sd3/text_encoder_3",
                "flow/pipe-sd3/transformer",
                "flow/pipe-sd35/transformer",
                "flow/pipe-flux-dev/transformer",
                "flow/pipe-flux2-klein/text_encoder",
                "flow/pipe-flux2-klein/vae",
                "flow/pipe-z-image/transformer"
            })
    void isCloseToFloat32(String network) {
        try (Device device = Device.open(1, Precision.BFLOAT16)) {
            check(device, network);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/unet-sd15",
                "models/vae-sd",
                "models/clip-sd15",
                "flow/pipe-sd3/text_encoder_3",
                "flow/pipe-sd35/transformer",
                "flow/pipe-flux-dev/transformer",
                "flow/pipe-flux2-klein/text_encoder",
                "flow/pipe-z-image/transformer"
            })
    void isCloseToFloat32WithoutOneDnn(String network) {
        try (Device device = PlainDevice.open(1, Precision.BFLOAT16)) {
            check(device, network);
        }
    }

    /** With 3 bits more. */
    @ParameterizedTest
    @ValueSource(strings = {"unet-sd15", "vae-sd", "clip-sd15"})
    void float16IsCloserToFloat32(String network) {
        try (Device device = PlainDevice.open(1, Precision.FLOAT16)) {
            new ModelCheck(device, (what, actual, expected) -> assertThat(Goldens.deviation(actual, expected))
                            .as(what)
                            .isLessThan(TOLERANCE / 8))
                    .check(Goldens.path("models/" + network).resolve("io.safetensors"));
        }
    }

    static void check(Device device, String network) {
        new ModelCheck(device, Bfloat16Test::assertClose)
                .check(Goldens.path(network).resolve("io.safetensors"));
    }

    private static void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(Goldens.deviation(actual, expected)).as(what).isLessThan(TOLERANCE);
    }
}
