package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Precision;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DeviceTest {

    @Test
    void aDeviceThatIsNotThereIsRefusedWithLibtorchsReason() {
        assertThatThrownBy(() -> Device.open(ComputeDevice.cuda(99), 1, Precision.AUTO))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_FAILED))
                .hasMessageContainingAll("device cuda:99 cannot be used: ", "demist devices");
    }

    @Test
    void aLibtorchWithoutTheKindSaysHowToGetOne() {
        assumeThat(onlyTheProcessors()).isTrue();
        assertThatThrownBy(() -> Device.open(ComputeDevice.cuda(7), 1, Precision.AUTO))
                .hasMessageContainingAll("cuda:7", "built without CUDA", "PyTorch 2.", "PYTORCH_LIBRARY_PATH");
        assertThatThrownBy(() -> Device.open(ComputeDevice.MPS, 1, Precision.AUTO))
                .hasMessageContainingAll("device mps", "Apple's processors");
    }

    private static boolean onlyTheProcessors() {
        String installed = System.getenv("PYTORCH_LIBRARY_PATH");
        try (Device device = Device.open(1, Precision.AUTO)) {
            return installed == null && device.usable().equals(List.of(ComputeDevice.CPU));
        }
    }

    @Test
    void autoIsADeviceThatIsThere() {
        try (Device device = Device.open(ComputeDevice.AUTO, 1, Precision.AUTO)) {
            assertThat(device.usable()).startsWith(ComputeDevice.CPU).contains(device.place());
        }
    }

    @Test
    void theProcessorsDoNotComputeInFloat16() {
        assertThatThrownBy(() -> Device.open(ComputeDevice.CPU, 1, Precision.FLOAT16))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining("bfloat16");
    }

    @Test
    void devicesDoNotWaitForEachOther() {
        try (Device one = PlainDevice.open(1, Precision.FLOAT32);
                Device two = PlainDevice.standIn(new DeviceSettings(ComputeDevice.cuda(1), 1, Precision.FLOAT32))) {
            CountDownLatch passed = new CountDownLatch(1);
            CompletableFuture<Boolean> waiting =
                    one.call(() -> passed.await(60, TimeUnit.SECONDS)).toFuture();
            two.await(() -> {
                passed.countDown();
                return Thread.currentThread().getName();
            });
            assertThat(waiting.join()).isTrue();
        }
    }
}
