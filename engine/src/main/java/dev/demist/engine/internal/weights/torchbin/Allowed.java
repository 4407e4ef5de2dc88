package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.DType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names that a pickle may mention. No class is loaded and no function is called for them. */
enum Allowed {
    ORDERED_DICT("collections OrderedDict"),
    REBUILD_TENSOR("torch._utils _rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils _rebuild_parameter"),
    DOUBLE("torch DoubleStorage", DType.F64),
    FLOAT("torch FloatStorage", DType.F32),
    HALF("torch HalfStorage", DType.F16),
    BFLOAT16("torch BFloat16Storage", DType.BF16),
    LONG("torch LongStorage", DType.I64),
    INT("torch IntStorage", DType.I32),
    SHORT("torch ShortStorage", DType.I16),
    CHAR("torch CharStorage", DType.I8),
    BYTE("torch ByteStorage", DType.U8),
    BOOL("torch BoolStorage", DType.BOOL),
    /** A textual inversion's embeddings: a module whose only use is its dictionary. */
    PARAMETER_DICT("torch.nn.modules.container ParameterDict"),
    /** A part of a module's state. */
    SET("__builtin__ set"),
    /** Other content that trainers leave in a checkpoint; it is skipped, never interpreted. */
    MODEL_CHECKPOINT("pytorch_lightning.callbacks.model_checkpoint ModelCheckpoint"),
    NUMPY_SCALAR("numpy.core.multiarray scalar"),
    NUMPY_DTYPE("numpy dtype"),
    CODECS_ENCODE("_codecs encode");

    private static final Map<String, Allowed> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(allowed -> allowed.name, Function.identity()));

    private final String name;
    private final @Nullable DType dtype;

    Allowed(String name) {
        this(name, null);
    }

    Allowed(String name, @Nullable DType dtype) {
        this.name = name;
        this.dtype = dtype;
    }

    /** The name of a module and of something in it, if both are allowed. */
    static Optional<Allowed> find(String module, String name) {
        return Optional.ofNullable(BY_NAME.get(module + " " + name));
    }

    /** The element type of a storage class. */
    Optional<DType> dtype() {
        return Optional.ofNullable(dtype);
    }

    /** Returns whether the result of a call of it is ignored. */
    boolean isInert() {
        return ordinal() >= PARAMETER_DICT.ordinal();
    }
}
