package dev.demist.server.cli;

import dev.demist.Opening;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows which network of a model is being opened, in one line that is gone when all are. Not thread-safe. */
final class OpeningProgress implements Consumer<Opening> {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningProgress.class);

    private final PrintStream terminal;
    private int shown;

    OpeningProgress(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(Opening opening) {
        String line = opening.part() == null ? "" : text(opening);
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())) + (line.isEmpty() ? "\r" : ""));
        terminal.flush();
        shown = line.length();
    }

    /** The same for a log. */
    static void log(Opening opening) {
        LOG.info("{}", opening.part() == null ? opening.model() + " is open" : text(opening));
    }

    private static String text(Opening opening) {
        return "opening " + opening.model() + ": " + opening.part() + " (" + (opening.done() + 1) + " of "
                + opening.parts() + ")";
    }
}
