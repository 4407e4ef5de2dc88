package dev.demist.server.cli;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.engine.EngineBuilder;
import dev.demist.internal.ByteSize;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
            return new MemoryBudget(device, size(text.substring(equals + 1)));
        }

        private static long size(String text) {
            try {
                return new MemorySize().convert(text);
            } catch (TypeConversionException e) {
                throw new TypeConversionException(e.getMessage() + ", or cuda:1=6G for one of several devices");
            }
        }
    }

    /**
     * Sets budgets of which no two are for the same.
     *
     * @throws DemistException INVALID_REQUEST
     */
    static void set(List<MemoryBudget> budgets, EngineBuilder builder) {
        long different = budgets.stream().map(MemoryBudget::device).distinct().count();
        if (different < budgets.size()) {
            throw DemistException.invalid("--memory", budgets, "give one size without a name, and one for each device");
        }
        budgets.forEach(budget -> budget.set(builder));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return (device == null ? "" : device + "=") + ByteSize.text(bytes);
    }

    private void set(EngineBuilder builder) {
        if (device == null) {
            builder.memory(bytes);
        } else {
            builder.memory(device, bytes);
        }
    }
}
