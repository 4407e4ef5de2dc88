package dev.demist.engine.internal.runtime;

import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts how often each weight is computed, and how much memory the device's arrays then take. */
final class WatchedWeights implements Weights {

    private final Weights weights;
    private final Device device;
    private final Map<String, Integer> computed = new TreeMap<>();
    private long mostBytes;

    WatchedWeights(Weights weights, Device device) {
        this.weights = weights;
        this.device = device;
    }

    /** The number of computations by key, without the weights that were never computed. */
    Map<String, Integer> computed() {
        return computed;
    }

    /** The most bytes that arrays outside of files took while a weight was computed; its own array counts. */
    long mostBytes() {
        return mostBytes;
    }

    @Override
    public Optional<Weight> find(String name) {
        return weights.find(name).map(weight -> weight.isComputed() ? watched(weight) : weight);
    }

    private Weight watched(Weight weight) {
        WeightSource source = new WeightSource.Computed(target -> write(weight, target));
        return new Weight(weight.name(), weight.dtype(), weight.shape(), weight.file(), source);
    }

    private void write(Weight weight, ByteBuffer target) {
        computed.merge(weight.name(), 1, Integer::sum);
        try {
            mostBytes = Math.max(mostBytes, NativeArrays.ownBytes(device));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        weight.writeTo(target);
    }

    @Override
    public Set<String> names() {
        return weights.names();
    }

    @Override
    public void forget() {
        weights.forget();
    }

    @Override
    public String origin() {
        return weights.origin();
    }
}
