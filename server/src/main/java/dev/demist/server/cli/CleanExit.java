package dev.demist.server.cli;

import dev.demist.Models;

/**
 * Lets Ctrl-C wait for the native call under way: one that is still running when the process ends would crash it. To be
 * closed before the models, when nothing is drawn any more.
 */
record CleanExit(Thread closing) implements AutoCloseable {

    static CleanExit of(Models models) {
        CleanExit exit = new CleanExit(new Thread(models::close, "demist-exit"));
        Runtime.getRuntime().addShutdownHook(exit.closing());
        return exit;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(closing);
        } catch (IllegalStateException alreadyExiting) {
            // then it has begun, and ends by itself
        }
    }
}
