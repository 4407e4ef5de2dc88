package dev.demist.engine.internal.runtime;

import dev.demist.ComputeDevice;
import dev.demist.engine.internal.model.Gpu;
import org.junit.jupiter.api.Tag;

/** The same with the memory of the first CUDA device, if there is one. */
@Tag("gpu")
final class GpuMemoryTest extends ShortMemoryTest {

    @Override
    ComputeDevice place() {
        return ComputeDevice.cuda(0);
    }

    @Override
    Device open(DeviceSettings settings) {
        Gpu.require();
        return Device.open(settings);
    }
}
