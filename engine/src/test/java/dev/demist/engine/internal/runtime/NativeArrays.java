package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks into a device's native memory. */
public final class NativeArrays {

    private NativeArrays() {}

    /** How many native arrays the device holds, those of open networks too, once the calls in flight are done. */
    public static long count(Device device) {
        return device.await(() -> arrays(device.memory()).size()).longValue();
    }

    /** The bytes of the device's arrays that have memory of their own, instead of a file's. On the engine thread. */
    static long ownBytes(Device device) throws ReflectiveOperationException {
        long bytes = 0;
        for (PtNDArray array : arrays(device.memory())) {
            if (field(PtNDArray.class, "dataRef").get(array) == null) {
                bytes += array.size() * array.getDataType().getNumOfBytes();
            }
        }
        return bytes;
    }

    private static List<PtNDArray> arrays(AutoCloseable resource) throws ReflectiveOperationException {
        List<PtNDArray> arrays = new ArrayList<>();
        if (resource instanceof BaseNDManager manager) {
            Map<?, ?> held = (Map<?, ?>) field(BaseNDManager.class, "resources").get(manager);
            for (Object each : held.values()) {
                arrays.addAll(arrays((AutoCloseable) each));
            }
        } else if (resource instanceof PtNDArray array) {
            arrays.add(array);
        }
        return arrays;
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Forgets an array of {@code floats}, as a careless program would: the control of every search for leaks. */
    public static void leak(Device device, int floats) {
        device.await(() -> device.memory().ones(new Shape(floats)));
    }
}
