package dev.demist.engine.internal.runtime;

import dev.demist.Precision;

/** A device that uses only operators that libtorch has on every machine. */
public final class PlainDevice {

    private PlainDevice() {}

    public static Device open(int threads, Precision precision) {
        return Device.open(threads, precision, new Targets(false, threads));
    }
}
