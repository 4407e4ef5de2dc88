package dev.demist.server.run.store;

import java.time.Instant;

/**
 * A run that has ended, as far as it matters for how long it is kept.
 *
 * @param id its id
 * @param finishedAt when it ended
 * @param inUse whether an unfinished run goes on from one of its states
 */
public record EndedRun(String id, Instant finishedAt, boolean inUse) {}
