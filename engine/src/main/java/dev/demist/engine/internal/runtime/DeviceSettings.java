package dev.demist.engine.internal.runtime;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Precision;

/**
 * How a device is opened.
 *
 * @param asked where networks compute
 * @param threads how many threads an operator may use on the processors, at least 1
 * @param precision the number format of the networks that will be loaded
 * @param budget how many bytes the weights on it may take; 0 for no bound. It holds for devices with memory of their
 *     own. The processors have the weights' files mapped, whose pages the system takes back by itself.
 */
public record DeviceSettings(ComputeDevice asked, int threads, Precision precision, long budget) {

    /** Throws INVALID_REQUEST for less than one thread or a negative budget. */
    public DeviceSettings {
        if (threads < 1) {
            throw DemistException.invalid("threads", threads, "it must be at least 1");
        }
        if (budget < 0) {
            throw DemistException.invalid("memory", budget, "it must be at least 0");
        }
    }
}
