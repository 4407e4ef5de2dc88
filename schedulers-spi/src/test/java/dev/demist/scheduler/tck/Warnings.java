package dev.demist.scheduler.tck;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts the warnings of {@code System.Logger}s, which end in {@code java.util.logging} unless an application says
 * otherwise.
 */
final class Warnings extends Handler implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    private final String about;
    private final AtomicInteger count = new AtomicInteger();

    private Warnings(String about) {
        this.about = about;
    }

    static Warnings about(String word) {
        Warnings warnings = new Warnings(word);
        ROOT.addHandler(warnings);
        return warnings;
    }

    int count() {
        return count.get();
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel().intValue() >= Level.WARNING.intValue()
                && logged.getMessage().contains(about)) {
            count.incrementAndGet();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
