package dev.demist.internal;

import java.util.Locale;

/** Numbers of bytes as people read them, in the units of {@code --memory}: {@code 800 MiB}, {@code 6.5 GiB}. */
public final class ByteSize {

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private ByteSize() {}

    /** The number with its unit. */
    public static String text(long bytes) {
        if (bytes < MIB) {
            return bytes < KIB ? bytes + " bytes" : bytes / KIB + " KiB";
        }
        return bytes < GIB ? bytes / MIB + " MiB" : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB);
    }
}
