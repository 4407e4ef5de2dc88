package dev.demist.server.cli;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code cpu}, {@code cuda:1} and so on. */
final class DeviceName implements ITypeConverter<ComputeDevice> {

    @Override
    public ComputeDevice convert(String text) {
        try {
            return ComputeDevice.parse(text);
        } catch (DemistException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
