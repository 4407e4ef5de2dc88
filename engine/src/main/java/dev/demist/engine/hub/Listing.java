package dev.demist.engine.hub;

import java.util.List;

/**
 * A repository at one commit.
 *
 * @param commit 40 hexadecimal digits
 */
record Listing(String commit, List<RemoteFile> files) {}
