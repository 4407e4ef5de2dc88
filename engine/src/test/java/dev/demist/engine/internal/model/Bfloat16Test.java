package dev.demist.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.scheduler.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of every kind in bfloat16, by the operators that this processor has. */
final class Bfloat16Test {

    /** Of numbers with 8 bits after some dozens of layers, relative to the largest. */
    static final double TOLERANCE = 0.1;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/unet-sd15",
                "models/unet-sd21", // in bfloat16 on disk, too
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

    private static void check(Device device, String network) {
        new ModelCheck(device, Bfloat16Test::assertClose)
                .check(Goldens.path(network).resolve("io.safetensors"));
    }

    private static void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(Goldens.deviation(actual, expected)).as(what).isLessThan(TOLERANCE);
    }
}
