package dev.demist.engine.internal.pipeline;

import dev.demist.Precision;
import dev.demist.engine.internal.network.DeviceChoice;
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

    /**
     * The format in which a network computes here.
     *
     * @param choice {@link DeviceChoice#SPREAD} for what takes the steps
     */
    Precision precision(Weights weights, DeviceChoice choice) {
        return choice == DeviceChoice.SPREAD ? device.precisionForDenoiser(weights) : device.precisionFor(weights);
    }

    /** About how many bytes weights take here. */
    long bytes(Weights weights, DeviceChoice choice) {
        return device.bytes(weights, precision(weights, choice));
    }

    Standing standing(Object key, long bytes) {
        return cache.standing(key, bytes, !device.hasOwnMemory(), users.get());
    }

    /** Whether what is open here takes no more than it may. */
    boolean isWithinBudget() {
        return cache.budget() == 0 || cache.size() <= cache.budget();
    }

    /** Its name and its budget. */
    @Override
    public String toString() {
        return device.place() + (cache.budget() == 0 ? "" : " " + ByteSize.text(cache.budget()));
    }
}
