package dev.demist.engine.internal.pipeline;

import dev.demist.Precision;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.PlainDevice;

/** The same pipelines by the operators that libtorch has on every machine. */
final class PlainPipelineGoldenTest extends PipelineGoldenTest {

    @Override
    Device openDevice() {
        return PlainDevice.open(2, Precision.FLOAT32);
    }
}
