package dev.demist.scheduler.tck;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Listens to the warnings of {@code System.Logger}s about one word, which end in {@code java.util.logging} unless an
 * application says otherwise.
 */
public final class Warnings extends Handler implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    private final String about;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private Warnings(String about) {
        this.about = about;
    }

    /** Listens from now on. */
    public static Warnings about(String word) {
        Warnings warnings = new Warnings(word);
        ROOT.addHandler(warnings);
        return warnings;
    }

    /** What was said, in order. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel().intValue() >= Level.WARNING.intValue()
                && logged.getMessage().contains(about)) {
            messages.add(logged.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
