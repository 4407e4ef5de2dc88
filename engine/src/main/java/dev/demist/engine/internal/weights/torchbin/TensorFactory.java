package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.torchbin.Value.Dict;
import dev.demist.engine.internal.weights.torchbin.Value.Int;
import dev.demist.engine.internal.weights.torchbin.Value.Name;
import dev.demist.engine.internal.weights.torchbin.Value.Storage;
import dev.demist.engine.internal.weights.torchbin.Value.TensorValue;
import dev.demist.engine.internal.weights.torchbin.Value.Text;
import dev.demist.engine.internal.weights.torchbin.Value.Tuple;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Creates storages and tensors from their descriptions in a pickle, after checking these. */
final class TensorFactory {

    private static final int MAX_RANK = 16;

    private final Function<String, Optional<ByteBuffer>> entries;
    private final Strides strides;

    /**
     * Tensors over an archive.
     *
     * @param entries the bytes of the storage of a key
     * @param copied the number of bytes of tensors with unusual strides that may be copied in total
     */
    TensorFactory(Function<String, Optional<ByteBuffer>> entries, long copied) {
        this.entries = entries;
        this.strides = new Strides(copied);
    }

    /** {@code ("storage", class, key, location, elements)}: exactly as many elements as the entry's bytes hold. */
    Storage storage(Value id) throws PickleException {
        if (!(id instanceof Tuple tuple)
                || tuple.items.size() != 5
                || !tuple.items.get(0).equals(new Text("storage"))) {
            throw new PickleException("a persistent id is not a storage");
        }
        DType dtype = storageType(tuple.items.get(1));
        String key = tuple.items.get(2) instanceof Text text ? text.text() : "";
        ByteBuffer bytes = entries.apply(key).orElseThrow(() -> new PickleException("it has no storage '" + key + "'"));
        long elements = number(tuple.items.get(4), Integer.MAX_VALUE);
        if (elements * dtype.bytes() != bytes.remaining()) {
            throw new PickleException("storage '" + key + "' holds " + bytes.remaining() + " bytes, not " + elements
                    + " elements of " + dtype);
        }
        return new Storage(dtype, elements, bytes);
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
    TensorValue tensor(List<Value> arguments) throws PickleException {
        if (arguments.size() < 6 || arguments.size() > 7 || !(arguments.get(0) instanceof Storage storage)) {
            throw new PickleException("a tensor is made of something that is not a storage");
        }
        requireNoHooks(arguments.get(5));
        long offset = number(arguments.get(1), storage.elements());
        long[] size = numbers(arguments.get(2));
        long[] stride = numbers(arguments.get(3));
        if (size.length != stride.length) {
            throw new PickleException("a tensor has " + size.length + " sizes and " + stride.length + " strides");
        }
        return strides.tensor(storage, offset, size, stride);
    }

    /** {@code _rebuild_parameter(tensor, requires_grad, hooks)}: the tensor. */
    static TensorValue parameter(List<Value> arguments) throws PickleException {
        if (arguments.size() != 3 || !(arguments.get(0) instanceof TensorValue tensor)) {
            throw new PickleException("a parameter is made of something that is not a tensor");
        }
        requireNoHooks(arguments.get(2));
        return tensor;
    }

    private static void requireNoHooks(Value hooks) throws PickleException {
        if (!(hooks instanceof Dict dict) || !dict.items.isEmpty()) {
            throw new PickleException("a tensor has backward hooks");
        }
    }

    private static DType storageType(Value type) throws PickleException {
        Optional<DType> dtype = type instanceof Name name ? name.allowed().dtype() : Optional.empty();
        return dtype.orElseThrow(() -> new PickleException("a storage's type is not a storage class"));
    }

    private static long[] numbers(Value value) throws PickleException {
        if (!(value instanceof Tuple tuple) || tuple.items.size() > MAX_RANK) {
            throw new PickleException("a tensor's size or stride is not a tuple of at most " + MAX_RANK);
        }
        long[] numbers = new long[tuple.items.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(tuple.items.get(i), Integer.MAX_VALUE);
        }
        return numbers;
    }

    private static long number(Value value, long most) throws PickleException {
        if (!(value instanceof Int number) || number.value() < 0 || number.value() > most) {
            throw new PickleException("a size, stride or offset is not a number between 0 and " + most);
        }
        return number.value();
    }
}
