package dev.demist.server.cli;

import dev.demist.server.run.keep.Keep;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts the option that says which finished runs are kept: a size such as {@code 2G}, or an age such as {@code 30d},
 * {@code 12h}.
 */
final class KeepOption implements ITypeConverter<Keep> {

    private static final Pattern AGE = Pattern.compile("(\\d{1,5})([hdw])", Pattern.CASE_INSENSITIVE);

    @Override
    public Keep convert(String text) {
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return Keep.ofAge(
                    switch (age.group(2).toLowerCase(Locale.ROOT)) {
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofDays(7 * count);
                    });
        }
        try {
            return Keep.ofSize(new MemorySize().convert(text));
        } catch (TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is neither a size nor an age; write 2G or 800M, or 30d, 12h or 4w");
        }
    }
}
