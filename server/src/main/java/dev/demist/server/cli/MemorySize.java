package dev.demist.server.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes of memory on the command line: {@code 6G}, {@code 800M}, {@code 1.5g}, or plain bytes. */
final class MemorySize implements ITypeConverter<Long> {

    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size; write 6G, 800M or bytes");
        }
        int power =
                size.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(size.group(2).toUpperCase(java.util.Locale.ROOT));
        return (long) (Double.parseDouble(size.group(1)) * Math.pow(1024, power));
    }
}
