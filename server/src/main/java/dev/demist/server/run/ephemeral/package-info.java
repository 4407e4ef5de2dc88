/** Runs that are kept in memory until they are kept for good or forgotten. */
@NullMarked
package dev.demist.server.run.ephemeral;

import org.jspecify.annotations.NullMarked;
