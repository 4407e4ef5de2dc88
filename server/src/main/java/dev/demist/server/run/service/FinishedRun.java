package dev.demist.server.run.service;

import dev.demist.server.run.Run;

/**
 * A run and its picture.
 *
 * @param run the run
 * @param png the picture, its recipe inside; not to be changed
 */
public record FinishedRun(Run run, byte[] png) {}
