/** Probes for liveness and readiness. */
@NullMarked
package dev.demist.server.http.health;

import org.jspecify.annotations.NullMarked;
