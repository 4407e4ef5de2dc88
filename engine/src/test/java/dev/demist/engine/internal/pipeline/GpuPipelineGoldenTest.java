package dev.demist.engine.internal.pipeline;

import dev.demist.Precision;
import dev.demist.engine.internal.model.Gpu;
import dev.demist.engine.internal.runtime.Device;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same pipelines on the first CUDA device, if there is one. */
@Tag("gpu")
@EnabledIf(value = "dev.demist.engine.internal.model.Gpu#isThere", disabledReason = Gpu.MISSING)
final class GpuPipelineGoldenTest extends PipelineGoldenTest {

    @Override
    Device openDevice() {
        return Gpu.open(Precision.FLOAT32);
    }
}
