package dev.demist.server.run.keep;

import dev.demist.server.run.store.EndedRun;
import dev.demist.server.run.store.RunSize;

/**
 * A run that has ended, and the bytes that it takes.
 *
 * @param run the run
 * @param size its bytes
 */
record MeasuredRun(EndedRun run, RunSize size) {}
