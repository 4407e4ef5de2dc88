package dev.demist.engine.internal.runtime;

import dev.demist.ComputeDevice;
import dev.demist.engine.internal.model.Gpu;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same with the memory of the first CUDA device, if there is one. */
@Tag("gpu")
@EnabledIf(value = "dev.demist.engine.internal.model.Gpu#isThere", disabledReason = Gpu.MISSING)
final class GpuMemoryTest extends ShortMemoryTest {

    @Override
    ComputeDevice place() {
        return ComputeDevice.cuda(0);
    }

    @Override
    Device open(DeviceSettings settings) {
        return Device.open(settings);
    }
}
