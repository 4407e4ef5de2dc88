/**
 * Runs: what a caller asks for, how it waits, is sampled step by step on demand, paused, forked and watched. Knows
 * neither HTTP nor sockets nor the database; every change of every run happens on one thread.
 */
@NullMarked
package dev.demist.server.run;

import org.jspecify.annotations.NullMarked;
