/** Programs that measure a running server. */
@NullMarked
package dev.demist.server.bench;

import org.jspecify.annotations.NullMarked;
