package dev.demist.server.run;

/**
 * What a user's runs take.
 *
 * @param bytes of their states and pictures
 * @param runs how many there are, deleted ones included until they are gone for good
 */
public record DiskUse(long bytes, int runs) {}
