package dev.demist.engine.internal.runtime;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Precision;
import java.util.function.ToLongFunction;

/**
 * How a device is opened.
 *
 * @param asked where networks compute
 * @param threads how many threads an operator may use on the processors, at least 1
 * @param precision the number format of the networks that will be loaded
 * @param budget how many bytes the weights on the device that is found may take; 0 for no bound. It holds for devices
 *     with memory of their own. The processors have the weights' files mapped, whose pages the system takes back by
 *     itself.
 */
public record DeviceSettings(
        ComputeDevice asked, int threads, Precision precision, ToLongFunction<ComputeDevice> budget) {

    /** Without a budget. */
    public DeviceSettings(ComputeDevice asked, int threads, Precision precision) {
        this(asked, threads, precision, device -> 0);
    }

    /** Throws INVALID_REQUEST for less than one thread. */
    public DeviceSettings {
        if (threads < 1) {
            throw DemistException.invalid("threads", threads, "it must be at least 1");
        }
    }
}
