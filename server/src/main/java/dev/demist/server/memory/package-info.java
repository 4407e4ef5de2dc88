/** Bounds of the memory that callers can make the server take. */
@NullMarked
package dev.demist.server.memory;

import org.jspecify.annotations.NullMarked;
