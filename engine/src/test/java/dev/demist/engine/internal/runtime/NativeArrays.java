package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Field;
import java.util.Map;

/** Looks into a device's native memory. */
public final class NativeArrays {

    private NativeArrays() {}

    /** How many native arrays the device holds, those of open networks too, once the calls in flight are done. */
    public static long count(Device device) {
        return device.await(() -> count(device.memory()));
    }

    private static long count(AutoCloseable resource) throws ReflectiveOperationException {
        if (!(resource instanceof BaseNDManager manager)) {
            return resource instanceof NDArray ? 1 : 0;
        }
        Field resources = BaseNDManager.class.getDeclaredField("resources");
        resources.setAccessible(true);
        long count = 0;
        for (Object held : ((Map<?, ?>) resources.get(manager)).values()) {
            count += count((AutoCloseable) held);
        }
        return count;
    }

    /** Forgets an array of {@code floats}, as a careless program would: the control of every search for leaks. */
    public static void leak(Device device, int floats) {
        device.await(() -> device.memory().ones(new Shape(floats)));
    }
}
