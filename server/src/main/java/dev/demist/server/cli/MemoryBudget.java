package dev.demist.server.cli;

import dev.demist.ComputeDevice;
import dev.demist.engine.EngineBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * How much weights may take on a device.
 *
 * @param device the device; null for all that have no budget of their own
 * @param bytes the size
 */
record MemoryBudget(@Nullable ComputeDevice device, long bytes) {

    /** Reads {@code 6G} and {@code cuda:1=6G}. */
    static final class Reader implements ITypeConverter<MemoryBudget> {

        @Override
        public MemoryBudget convert(String text) {
            int equals = text.indexOf('=');
            ComputeDevice device = equals < 0 ? null : new DeviceName().convert(text.substring(0, equals));
            return new MemoryBudget(device, new MemorySize().convert(text.substring(equals + 1)));
        }
    }

    void set(EngineBuilder builder) {
        if (device == null) {
            builder.memory(bytes);
        } else {
            builder.memory(device, bytes);
        }
    }
}
