package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.ComputeDevice;
import org.junit.jupiter.api.Test;

final class DeviceMemoryTest {

    private static final int NO_SUCH = 999;

    @Test
    void theComputersIsShared() {
        assertThat(DeviceMemory.usual(ComputeDevice.CPU)).isEqualTo(DeviceMemory.ofMachine() / 2);
        assertThat(DeviceMemory.usual(ComputeDevice.MPS)).isGreaterThan(1L << 27);
    }

    @Test
    void aCardThatTheDriverDoesNotKnowHasNoSizeAndNoName() {
        assertThat(CudaDriver.bytes(NO_SUCH)).isEmpty();
        assertThat(CudaDriver.name(NO_SUCH)).isEmpty();
        assertThat(DeviceMemory.usual(ComputeDevice.cuda(NO_SUCH))).isEqualTo(DeviceMemory.ofMachine() / 2);
    }
}
