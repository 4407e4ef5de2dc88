package dev.demist.engine.internal.pipeline;

import dev.demist.Precision;
import dev.demist.engine.internal.network.NetworkCache;
import dev.demist.engine.internal.network.Standing;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.internal.ByteSize;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device with the networks that are open on it. Thread-safe.
 *
 * @param device where they run
 * @param cache the networks, within the device's budget
 * @param users how many runs take their steps here
 */
public record Place(Device device, NetworkCache cache, AtomicInteger users) {

    /** A device on which nothing is open yet. */
    public static Place of(Device device) {
        return new Place(device, new NetworkCache(device.budget()), new AtomicInteger());
    }

    /** About how many bytes weights take here. */
    long bytes(Weights weights) {
        long bytes = device.precisionFor(weights) == Precision.FLOAT32 ? Float.BYTES : Short.BYTES;
        return bytes * weights.elements();
    }

    Standing standing(Object key, long bytes) {
        return cache.standing(key, bytes, !device.hasOwnMemory(), users.get());
    }

    /** Its name and its budget. */
    @Override
    public String toString() {
        return device.place() + (cache.budget() == 0 ? "" : " " + ByteSize.text(cache.budget()));
    }
}
