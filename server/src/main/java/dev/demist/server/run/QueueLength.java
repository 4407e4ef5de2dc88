package dev.demist.server.run;

/**
 * The number of runs that wait and that run.
 *
 * @param length runs that wait
 * @param running runs that are sampled
 */
public record QueueLength(int length, int running) {}
