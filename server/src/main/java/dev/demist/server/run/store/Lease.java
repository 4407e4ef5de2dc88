package dev.demist.server.run.store;

import dev.demist.server.run.Run;
import java.util.List;
import java.util.Set;

/**
 * The result of renewing a lease.
 *
 * @param held ids of the unfinished runs that still belong to this node
 * @param taken runs that were another node's, oldest first
 */
public record Lease(Set<String> held, List<Run> taken) {}
