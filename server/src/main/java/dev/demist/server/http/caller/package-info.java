/** Callers who wait for pictures, and come back when their patience or their connection ends. */
@NullMarked
package dev.demist.server.http.caller;

import org.jspecify.annotations.NullMarked;
