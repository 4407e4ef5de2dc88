package dev.demist.engine.internal.runtime;

import com.sun.management.OperatingSystemMXBean;
import dev.demist.ComputeDevice;
import dev.demist.internal.ByteSize;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;

/** The memory of devices. */
public final class DeviceMemory {

    private DeviceMemory() {}

    /**
     * What weights may take unless somebody says otherwise: three quarters of a card's memory, for the rest is needed
     * by pictures under way; half of the computer's, which others use, too.
     */
    public static long usual(ComputeDevice device) {
        long ofMachine = ofMachine() / 2;
        return device.kind() == ComputeDevice.Kind.CUDA
                ? CudaDriver.bytes(device.index()).stream()
                        .map(bytes -> bytes / 4 * 3)
                        .findFirst()
                        .orElse(ofMachine)
                : ofMachine;
    }

    /** What a device is called and how much memory it has, as far as that is known. */
    public static String describe(ComputeDevice device) {
        return switch (device.kind()) {
            case CUDA ->
                CudaDriver.name(device.index()).orElse("a GPU")
                        + CudaDriver.bytes(device.index()).stream()
                                .mapToObj(bytes -> ", " + ByteSize.text(bytes))
                                .collect(Collectors.joining());
            case MPS -> "Apple's GPU, " + ByteSize.text(ofMachine()) + " shared with the processors";
            default -> Runtime.getRuntime().availableProcessors() + " processors, " + ByteSize.text(ofMachine());
        };
    }

    /** The memory of this computer, or of the container, in bytes. */
    static long ofMachine() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
