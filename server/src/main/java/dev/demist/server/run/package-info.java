/** Runs as values: what was asked for, how far it is, how it ended, and the store that keeps them. */
@NullMarked
package dev.demist.server.run;

import org.jspecify.annotations.NullMarked;
