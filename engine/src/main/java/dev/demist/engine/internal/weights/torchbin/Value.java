package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.DType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value that a pickle can build. Containers compare by identity, so one that contains itself cannot recurse. */
sealed interface Value {

    /** A text. */
    record Text(String text) implements Value {}

    /** A whole number of at most 64 bits. */
    record Int(long value) implements Value {}

    /** None, a truth value or a floating point number, none of which is part of a weight. */
    enum Other implements Value {
        NONE,
        TRUE,
        FALSE,
        FLOAT,
        /** The result of calling an inert name. */
        INERT
    }

    /** An allowed name. */
    record Name(Allowed allowed) implements Value {}

    /** A fixed sequence. */
    final class Tuple implements Value {
        final List<Value> items;

        Tuple(List<Value> items) {
            this.items = items;
        }
    }

    /** A growing sequence or set; its items are counted, not kept, since weights are not in one. */
    final class Sequence implements Value {
        int size;
    }

    /** A dictionary, an OrderedDict or a module's state. */
    final class Dict implements Value {
        final Map<Value, Value> items = new LinkedHashMap<>();
    }

    /**
     * The bytes of one or several tensors.
     *
     * @param elements the number of elements of the type
     */
    record Storage(DType dtype, long elements, ByteBuffer bytes) implements Value {}

    /** A tensor, checked. */
    record TensorValue(DType dtype, int[] shape, ByteBuffer bytes) implements Value {}
}
