/** Requests for runs: their fields, their limits, their start pictures and their recipes. */
@NullMarked
package dev.demist.server.run.request;

import org.jspecify.annotations.NullMarked;
