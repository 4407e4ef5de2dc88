package dev.demist.scheduler.tck;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Collects the warnings that contain one word, for tests of what is logged through {@link System.Logger}. It listens to
 * {@code java.util.logging}, where such warnings end unless an application configures another backend.
 */
public final class Warnings implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Handler handler;

    private Warnings(String word) {
        handler = new Collector(word, messages);
    }

    /** Collects warnings that contain {@code word}, until it is closed. */
    public static Warnings about(String word) {
        Warnings warnings = new Warnings(word);
        ROOT.addHandler(warnings.handler);
        return warnings;
    }

    /** The messages so far, in order. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
    }

    private static final class Collector extends Handler {

        private final String word;
        private final List<String> messages;

        Collector(String word, List<String> messages) {
            this.word = word;
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= Level.WARNING.intValue()
                    && logged.getMessage().contains(word)) {
                messages.add(logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
