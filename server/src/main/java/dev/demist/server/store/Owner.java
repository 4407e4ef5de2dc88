package dev.demist.server.store;

/**
 * A node and its lease.
 *
 * @param node its id
 * @param now the time in milliseconds
 * @param until when the lease ends
 */
record Owner(String node, long now, long until) {}
