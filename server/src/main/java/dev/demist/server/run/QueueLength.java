package dev.demist.server.run;

/**
 * How busy the server is.
 *
 * @param length runs that wait
 * @param running runs that are sampled
 */
public record QueueLength(int length, int running) {}
