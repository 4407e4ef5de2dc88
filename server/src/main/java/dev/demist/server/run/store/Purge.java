package dev.demist.server.run.store;

import java.util.List;
import java.util.Map;

/**
 * The runs whose deletion can no longer be undone.
 *
 * @param gone ids of those that are forgotten; their files are of no use any more
 * @param needed the others, whose states their forks began with: the newest such state, by their ids
 */
public record Purge(List<String> gone, Map<String, Integer> needed) {}
