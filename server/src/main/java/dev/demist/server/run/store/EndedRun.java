package dev.demist.server.run.store;

import java.time.Instant;

/**
 * A run that has ended, as far as it matters for how long it is kept.
 *
 * @param id its id
 * @param finishedAt when it ended
 * @param inUse whether an unfinished or kept run goes on from one of its states, directly or by way of others
 * @param deleted whether it is deleted already and there for its forks, or until it cannot be restored any more
 */
public record EndedRun(String id, Instant finishedAt, boolean inUse, boolean deleted) {}
