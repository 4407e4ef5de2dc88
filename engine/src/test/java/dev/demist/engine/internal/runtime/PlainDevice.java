package dev.demist.engine.internal.runtime;

import dev.demist.ComputeDevice;
import dev.demist.Precision;

/**
 * A device that uses only operators that libtorch has on every machine. Its programs take arguments and weights to it
 * and results back, as they do for a GPU: only that it is the processors.
 */
public final class PlainDevice {

    private PlainDevice() {}

    public static Device open(int threads, Precision precision) {
        return standIn(new DeviceSettings(ComputeDevice.CPU, threads, precision));
    }

    /** The processors in the place of any device, with its budget. */
    public static Device standIn(DeviceSettings settings) {
        return Device.open(settings, (probe, asked) -> asked, device -> new Targets(false, settings.threads(), "cpu"));
    }
}
