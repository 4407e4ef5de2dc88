package dev.demist.engine.internal.runtime;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What NVIDIA's driver says of its devices. It is there wherever they can be used, and needs no libtorch. */
final class CudaDriver {

    private static final int SUCCESS = 0;
    private static final int LONGEST_NAME = 256;

    private CudaDriver() {}

    /** The whole memory of a device; empty if there is no such device or no driver. */
    static OptionalLong bytes(int index) {
        LongByReference bytes = new LongByReference();
        return says(index, (driver, device) -> call(driver, "cuDeviceTotalMem_v2", bytes, device))
                ? OptionalLong.of(bytes.getValue())
                : OptionalLong.empty();
    }

    /** What its maker calls a device; empty if there is no such device or no driver. */
    static Optional<String> name(int index) {
        byte[] name = new byte[LONGEST_NAME];
        return says(index, (driver, device) -> call(driver, "cuDeviceGetName", name, LONGEST_NAME, device))
                ? Optional.of(new String(name, StandardCharsets.US_ASCII).split("\0", 2)[0])
                : Optional.empty();
    }

    private interface Question {
        boolean ask(NativeLibrary driver, int device);
    }

    private static boolean says(int index, Question question) {
        NativeLibrary driver = driver();
        IntByReference device = new IntByReference();
        try {
            return driver != null
                    && call(driver, "cuInit", 0)
                    && call(driver, "cuDeviceGet", device, index)
                    && question.ask(driver, device.getValue());
        } catch (UnsatisfiedLinkError another) {
            return false; // a library of this name that is none of NVIDIA's
        }
    }

    private static @Nullable NativeLibrary driver() {
        try {
            return NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
        } catch (UnsatisfiedLinkError none) {
            return null;
        }
    }

    private static boolean call(NativeLibrary driver, String function, Object... arguments) {
        return driver.getFunction(function).invokeInt(arguments) == SUCCESS;
    }
}
