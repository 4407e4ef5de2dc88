package dev.demist.server.run.request;

/**
 * Where a run branched off another.
 *
 * @param run the other run's id
 * @param state the step of its state that the new run goes on from; 0 is its beginning
 */
public record Fork(String run, int state) {}
